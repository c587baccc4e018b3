// Tells the server that the page is there, and hears what was decided about the sitting: paused, extended, moved, ended.

const EVERY = 9000;
const SPREAD = 2000;
const MOST = 50; // of what happened to the page, in one message

export class Presence {
  // `tell` hears how the sitting stands: heard(answer, asked at); silent() when nobody answered; refused() when
  // somebody did, and not well.
  constructor(line, attention, tell) {
    this.line = line;
    this.attention = attention;
    this.tell = tell;
    this.over = false;
    this.busy = false;
    this.opened = true; // the first time: a page that has just been opened may take a sitting that was let go
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
