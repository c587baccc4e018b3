// Records when the candidate leaves the page for something else (切屏) and comes back: evidence, never a verdict.
// Going to another page of the exam does not count as leaving, nor does what the page itself opens.

const PARDONED = 5000;
const BRIEF = 1000; // a window that takes the focus for a moment is not the candidate's doing

export class Attention {
  constructor(onChange) {
    this.onChange = onChange;
    this.unreported = []; // what the server was not sent yet
    this.lostAt = null;
    this.lossNoted = false;
    this.excused = false;
    this.timer = 0;
    // A page that is being left fires these events first.
    window.addEventListener("beforeunload", () => this.excuse());
    window.addEventListener("pagehide", () => this.excuse());
    window.addEventListener("pageshow", () => { this.excused = false; });
    window.addEventListener("blur", () => this.lost());
    window.addEventListener("focus", () => this.back());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") {
        this.lost();
      } else {
        this.back();
      }
    });
  }

  // The next loss of focus is caused by the page itself.
  excuse() {
    this.excused = true;
    clearTimeout(this.pardon);
    this.pardon = setTimeout(() => { this.excused = false; }, PARDONED);
    clearTimeout(this.timer);
    this.lostAt = this.lossNoted ? this.lostAt : null;
  }

  lost() {
    if (this.excused || this.lostAt) {
      return;
    }
    this.lostAt = new Date().toISOString();
    this.lossNoted = false;
    this.timer = setTimeout(() => {
      this.lossNoted = true;
      this.note("focus-lost", this.lostAt);
    }, BRIEF);
  }

  back() {
    clearTimeout(this.timer);
    if (this.lossNoted) {
      this.note("focus-back", new Date().toISOString());
    }
    this.lostAt = null;
    this.lossNoted = this.excused = false;
  }

  note(type, moment) {
    this.unreported.push({ type: type, client_time: moment });
    this.onChange();
  }
}
