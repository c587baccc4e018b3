// The end: handed in, or the time is up. The page asks for the receipt itself: a page that cannot be loaded
// must never take the place of one that still holds answers.

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

  // Until the server holds the sealed paper, or says that it is over. `still` says whether there is still reason to:
  // the server may have given more time. True when it is done.
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
        // Nobody answers: try again.
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

  // The button that hands in, on its own page.
  watch(form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
      this.collect(words.handing_in);
    });
  }
}
