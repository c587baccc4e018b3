// The state of the sitting as invigilators decided it, and how the page shows it to the candidate.

import { announce, button, exam, notice, say, time, withdraw, words } from "./screen.js";

export class SittingState {
  // `clock` is stopped while the sitting is paused; of `listener`, covered(), resumed(), ended() and here() are called.
  constructor(clock, listener) {
    this.clock = clock;
    this.listener = listener;
    this.covered = ""; // why the questions are covered: "paused", "moved" or ""
    this.since = exam.dataset.serverTime;
    this.known = new Set();
    this.element = document.getElementById("exam-cover");
  }

  update(answer, asked) {
    const decisions = answer.decisions || [];
    this.clock.unlimited = answer.unlimited;
    if (answer.state === "paused") {
      this.pause(answer, decisions);
    } else if (answer.state !== "open") {
      this.listener.ended(last(decisions, "ended"));
      return;
    } else if (!answer.here || decisions.some((decision) => decision.type === "moved" && decision.at > this.since)) {
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
    this.cover("paused", words.paused, say(words.paused_why, { by: why.by || "", reason: why.reason || "" }));
  }

  // Answers are still saved, but only one computer shows the questions.
  move() {
    this.clock.stopped = false;
    this.cover("moved", words.moved, words.moved_why, { text: words.here, press: () => this.listener.here() });
  }

  resume() {
    this.clock.stopped = false;
    if (!this.covered) {
      return;
    }
    const was = this.covered;
    this.covered = "";
    this.element.hidden = true;
    exam.removeAttribute("data-covered");
    if (was === "paused") {
      announce(words.resumed);
    }
    this.listener.resumed();
  }

  // Cover the questions; the keyboard has no effect on them.
  cover(why, title, text, action) {
    if (this.covered === why) {
      return;
    }
    this.covered = why;
    this.listener.covered();
    exam.dataset.covered = why;
    const [heading, paragraph] = [document.createElement("h2"), document.createElement("p")];
    heading.textContent = title;
    paragraph.textContent = text;
    this.element.replaceChildren(heading, paragraph);
    if (action) {
      this.element.append(button(action));
    }
    this.element.hidden = false;
    this.element.focus();
  }

  extensions(decisions) {
    for (const decision of decisions) {
      const id = decision.type + decision.at;
      if (decision.type === "extended" && decision.at > this.since && !this.known.has(id)) {
        this.known.add(id);
        const text = say(words.extended, {
          by: decision.by, minutes: decision.minutes, reason: decision.reason, until: time(decision.deadline),
        });
        notice("extended", text, { text: words.understood, press: () => withdraw("extended") });
      }
    }
  }
}

function last(decisions, type) {
  return decisions.filter((decision) => decision.type === type).pop();
}
