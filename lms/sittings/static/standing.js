// The state of the sitting by the invigilator's decisions, and how the page shows it to the candidate.

import { announce, button, exam, notice, say, time, withdraw, words } from "./screen.js";

export class Standing {
  // `clock` is stopped while the sitting is paused; of `tell`, covered(), resumed(), ended() and here() are called.
  constructor(clock, tell) {
    this.clock = clock;
    this.tell = tell;
    this.held = ""; // why the questions are covered: "paused", "moved" or ""
    this.since = exam.dataset.serverTime;
    this.known = new Set();
    this.cover = document.getElementById("exam-cover");
  }

  heard(answer, asked) {
    const decisions = answer.decisions || [];
    this.clock.unlimited = answer.unlimited;
    if (answer.state === "paused") {
      this.pause(answer, decisions);
    } else if (answer.state !== "open") {
      this.tell.ended(last(decisions, "ended"));
      return;
    } else if (!answer.here || decisions.some((one) => one.type === "moved" && one.at > this.since)) {
      this.move();
    } else {
      this.resume();
    }
    this.clock.set(answer.server_time, answer.deadline, asked, performance.now());
    this.extensions(decisions);
  }

  pause(answer, decisions) {
    this.clock.stopped = true;
    const why = last(decisions, "paused") || {};
    this.over("paused", words.paused, say(words.paused_why, { by: why.by || "", reason: why.reason || "" }));
  }

  // Answers are still saved, but only one computer shows the questions.
  move() {
    this.clock.stopped = false;
    this.over("moved", words.moved, words.moved_why, { text: words.here, press: () => this.tell.here() });
  }

  resume() {
    this.clock.stopped = false;
    if (!this.held) {
      return;
    }
    const was = this.held;
    this.held = "";
    this.cover.hidden = true;
    exam.removeAttribute("data-covered");
    if (was === "paused") {
      announce(words.resumed);
    }
    this.tell.resumed();
  }

  // Cover the questions; the keyboard has no effect on them.
  over(why, title, text, action) {
    if (this.held === why) {
      return;
    }
    this.held = why;
    this.tell.covered();
    exam.dataset.covered = why;
    const [heading, paragraph] = [document.createElement("h2"), document.createElement("p")];
    heading.textContent = title;
    paragraph.textContent = text;
    this.cover.replaceChildren(heading, paragraph);
    if (action) {
      this.cover.append(button(action));
    }
    this.cover.hidden = false;
    this.cover.focus();
  }

  extensions(decisions) {
    for (const one of decisions) {
      const id = one.type + one.at;
      if (one.type === "extended" && one.at > this.since && !this.known.has(id)) {
        this.known.add(id);
        const text = say(words.extended, {
          by: one.by, minutes: one.minutes, reason: one.reason, until: time(one.deadline),
        });
        notice("extended", text, { text: words.understood, press: () => withdraw("extended") });
      }
    }
  }
}

function last(decisions, type) {
  return decisions.filter((one) => one.type === type).pop();
}
