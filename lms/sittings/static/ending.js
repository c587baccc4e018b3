// Ends the exam: on submission, or when the time is up. The page requests the receipt itself: a page that cannot be
// loaded must never replace one that still has unsent answers.

import { pause } from "./pause.js";
import { exam, notice, withdraw, words } from "./screen.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 3000;

export class Ending {
  constructor(saver, journal, rescue, go) {
    this.saver = saver;
    this.journal = journal;
    this.rescue = rescue;
    this.go = go;
  }

  // Retry until the server has sealed the paper or says that the sitting is over. `still` says whether to continue: the
  // exam may have been extended. Resolves to true when done.
  async collect(waiting, still) {
    for (let wait = FIRST_WAIT; !this.saver.stopped; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        const done = await this.saver.submit(still);
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
      if (!this.saver.stopped) {
        notice("ending", waiting);
        this.rescue.offer(words.rescue_at_end);
      }
      await pause(wait / 2 + Math.random() * wait / 2);
    }
    return true;
  }

  async leave() {
    withdraw("ending");
    await this.journal.close();
    this.go(exam.dataset.receipt);
  }

  // The form that submits the exam, on its own page.
  watch(form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
      this.collect(words.handing_in);
    });
  }
}
