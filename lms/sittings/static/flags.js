// Flags that candidates set on questions, kept until the server acknowledges them.

import { setFlag } from "./screen.js";

export class Flags {
  constructor(connection) {
    this.connection = connection;
    this.pending = new Map(); // by position
  }

  toggle(form, button) {
    const position = Number(form.dataset.position);
    this.pending.set(position, button.getAttribute("aria-pressed") !== "true");
    setFlag(form, this.pending.get(position));
    this.send();
  }

  async send() {
    for (const [position, flagged] of Array.from(this.pending)) {
      try {
        const { status } = await this.connection.put("/flags", { position: position, flagged: flagged });
        if (status === 200 && this.pending.get(position) === flagged) {
          this.pending.delete(position);
        }
      } catch (error) {
        return; // sent again after the next save
      }
    }
  }
}
