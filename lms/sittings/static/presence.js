// Reports to the server that the page is open, and gets the decisions about the sitting: paused, extended, moved, ended.

const EVERY = 9000;
const SPREAD = 2000;
const MOST = 50; // focus changes in one report

export class Presence {
  // `listener` is called with the result: answered(answer, asked at), noAnswer() or refused().
  constructor(connection, attention, listener) {
    this.connection = connection;
    this.attention = attention;
    this.listener = listener;
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
    const focus = this.attention.unreported.slice(0, MOST);
    try {
      const { status, body } = await this.connection.put("/presence", { focus: focus, opened: this.opened });
      if (status === 200 && body.state) {
        this.opened = false;
        this.attention.unreported.splice(0, focus.length);
        this.listener.answered(body, asked);
      } else {
        this.listener.refused();
      }
    } catch (error) {
      this.listener.noAnswer();
    }
    this.busy = false;
  }
}
