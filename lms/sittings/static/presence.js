// Reports to the server that the page is open, and gets the decisions about the sitting: paused, extended, moved, ended.

const EVERY = 9000;
const SPREAD = 2000;
const MOST = 50; // focus changes in one report

export class Presence {
  // `tell` is called with the result: heard(answer, asked at) for an answer, silent() for none, refused() for an error.
  constructor(line, attention, tell) {
    this.line = line;
    this.attention = attention;
    this.tell = tell;
    this.over = false;
    this.busy = false;
    this.opened = true; // the first time: a page that has just been opened may take a released sitting
  }

  async start() {
    while (!this.over) {
      await this.report();
      await new Promise((resolve) => setTimeout(resolve, EVERY + Math.random() * SPREAD));
    }
  }

  async report() {
    if (this.busy || this.over) {
      return;
    }
    this.busy = true;
    const asked = performance.now();
    const focus = this.attention.noted.slice(0, MOST);
    try {
      const { status, body } = await this.line.put("/presence", { focus: focus, opened: this.opened });
      if (status === 200 && body.state) {
        this.opened = false;
        this.attention.noted.splice(0, focus.length);
        this.tell.heard(body, asked);
      } else {
        this.tell.refused();
      }
    } catch (error) {
      this.tell.silent();
    }
    this.busy = false;
  }
}
