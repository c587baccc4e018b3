// What the candidate has answered on this page: the fields of the questions, as the saver and the journal have them.

import { asks, isEmpty, isUnfinished, read, same, served, write } from "./fields.js";
import { withdrawRefused } from "./save_status.js";
import { mark, notice, say, words } from "./screen.js";

const WHILE_TYPING = 800; // milliseconds without a key after which a text is sent

function positionOf(form) {
  return Number(form.dataset.position);
}

// Say on the answer sheet and below the question how far it is answered.
function showAnswer(form) {
  const unfinished = isUnfinished(form);
  const empty = asks(form) && isEmpty(read(form));
  mark(positionOf(form), empty ? "blank" : unfinished ? "unfinished" : "answered");
  form.querySelector(".unfinished").hidden = !unfinished;
}

export class Answers {
  constructor(saver, journal) {
    this.saver = saver;
    this.journal = journal;
    this.last = new Map(); // the fields as they were last given to the saver, by position
    this.changed = new Set(); // the positions that were answered on this page
    this.recovered = false; // the journal was read, or is too slow to wait for
  }

  // A question has arrived, with its saved answer.
  adopt(form) {
    this.saver.queue.record(positionOf(form), Number(form.dataset.seq));
    this.last.set(positionOf(form), served(form));
    if (this.recovered) {
      this.reconcile(form);
    }
  }

  // Put the answer of the journal into the fields, unless they already have a newer one: then save that.
  reconcile(form) {
    const position = positionOf(form);
    const waiting = this.saver.queue.get(position);
    if (waiting && same(read(form), this.last.get(position))) {
      write(form, waiting.fields);
      this.last.set(position, read(form));
      showAnswer(form);
    } else {
      this.collect(form, false);
    }
  }

  // Give the fields of a form to the saver if they have changed, or if a question is left blank for the first time.
  // Not before the journal was read: the numbers in it must precede that of a newer answer.
  collect(form, evenEmpty) {
    if (!this.recovered) {
      return;
    }
    const position = positionOf(form);
    const fields = read(form);
    const untouched = evenEmpty && !this.saver.queue.seqOf(position);
    if (same(fields, this.last.get(position)) && !untouched) {
      return;
    }
    this.changed.add(position);
    this.last.set(position, fields);
    withdrawRefused(position);
    showAnswer(form);
    this.saver.add(position, fields);
  }

  // Everything that is typed goes into the journal at once, and to the server after a pause.
  onInput(event) {
    const form = event.target.closest("form.question");
    if (!form || event.isComposing) {
      return;
    }
    const text = event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])");
    this.collect(form, false);
    this.saver.soon(text && event.type !== "change" ? WHILE_TYPING : 0);
  }

  // Read the journal. Resolves to true if that took so long that the candidate is already working on the page.
  async recover() {
    const { rows, lost } = await this.journal.all();
    for (const row of rows.filter((each) => !this.changed.has(each.position))) {
      if (row.seq > this.saver.queue.seqOf(row.position)) {
        this.saver.queue.restore(row);
        mark(row.position, isEmpty(row.fields) ? "blank" : "answered");
      } else {
        this.journal.forget(row.position, row.seq);
      }
    }
    if (lost) {
      notice("unreadable", say(words.unreadable, { count: lost }));
    }
    return this.recovered;
  }

  // For the emergency file: the answers not sent yet, those that the server has of these forms, and the others that it
  // is known to have.
  all(forms, onServer) {
    const { queue } = this.saver;
    const answers = Array.from(queue.pending.values(), (update) => Object.assign({ held: false }, update));
    for (const position of forms.map(positionOf)) {
      const seq = queue.seqOf(position);
      if (seq && !queue.get(position)) {
        answers.push({ position: position, seq: seq, fields: this.last.get(position), held: true });
      }
    }
    for (const known of onServer) {
      if (!answers.some((answer) => answer.position === known.position)) {
        answers.push({ position: known.position, seq: known.seq, response: known.response, held: true });
      }
    }
    return answers;
  }
}
