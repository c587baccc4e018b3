// Ends the exam: on submission, when the time is up, or when an invigilator collects the paper. The page requests the
// receipt itself: a page that cannot be loaded must never replace one that still has unsent answers.

import { pause } from "./pause.js";
import { announce, exam, notice, say, showState, withdraw, words } from "./screen.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 3000;

export class Ending {
  // `page` has the parts of the exam page: saver, journal, rescue, paper, clock, presence, saveCurrent() and go(url).
  constructor(page) {
    this.page = page;
    this.decision = null; // of the invigilator who collected the paper
  }

  // Retry until the server has sealed the paper or says that the sitting is over. `still` says whether to continue: the
  // exam may have been extended. Resolves to true when done.
  async submit(waiting, still) {
    const { saver, rescue } = this.page;
    for (let wait = FIRST_WAIT; !saver.stopped; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        const done = await saver.submit(still);
        if (!done && still && !still()) {
          withdraw("ending");
          return false;
        }
        if (done) {
          await this.leave();
          return true;
        }
      } catch (error) {
        // No answer: try again.
      }
      if (!saver.stopped) {
        notice("ending", waiting);
        rescue.offer(words.rescue_at_end);
      }
      await pause(wait / 2 + Math.random() * wait / 2);
    }
    return true;
  }

  async leave() {
    withdraw("ending");
    await this.page.journal.close();
    this.page.go(exam.dataset.receipt);
  }

  // The form that submits the exam, on its own page.
  watch(form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
      this.submit(words.handing_in);
    });
  }

  // The server collects the paper by itself; the page sends the last answer and gets the receipt. But it asks first: an
  // invigilator may have extended the exam.
  async timeIsUp() {
    const { paper, clock, rescue } = this.page;
    this.page.saveCurrent();
    paper.disable();
    showState("saving", words.over);
    announce(words.over);
    if (!(await this.submit(words.over_waiting, () => clock.left() <= 0))) {
      paper.enable();
      rescue.withdraw();
      clock.restart();
    }
  }

  // The sitting is over: by an invigilator's decision, or without one if the candidate submitted in another browser.
  collected(decision) {
    const { saver, paper, rescue, presence } = this.page;
    this.decision = decision;
    presence.over = Boolean(decision) || saver.stopped;
    if (!decision) {
      saver.flush(true);
      return;
    }
    this.page.saveCurrent();
    paper.disable();
    rescue.withdraw();
    if (saver.queue.size) {
      this.showDecision(words.ended_waiting);
      saver.retryNow();
    } else {
      this.finish();
    }
  }

  showDecision(template) {
    const facts = { by: this.decision.by, reason: this.decision.reason, count: this.page.saver.queue.size };
    notice("over", say(template, facts), { url: exam.dataset.receipt, text: words.receipt });
  }

  // The paper was collected, and no answer is left to be sent.
  finish() {
    this.page.saver.stopped = true;
    this.page.journal.close();
    showState("quiet", "");
    this.showDecision(words.ended);
  }

  // The server takes no more answers; `lost` were not sent in time.
  async over(lost) {
    const { paper, rescue, presence, journal } = this.page;
    paper.disable();
    rescue.withdraw();
    await presence.report(); // its answer may say who ended it, and why
    await journal.close();
    if (this.decision) {
      if (lost) {
        notice("late", say(words.ended_lost, { count: lost }));
      }
      showState("quiet", "");
    } else if (lost) {
      notice("over", say(words.lost, { count: lost }), { url: exam.dataset.receipt, text: words.receipt });
    } else {
      this.page.go(exam.dataset.receipt);
    }
  }
}
