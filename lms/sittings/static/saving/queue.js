// The answers that the server has not acknowledged yet, at most one for each position, and the numbers of all answers.
// Each is in the journal from the moment it is added until it is released.

export class Queue {
  constructor(journal) {
    this.journal = journal;
    this.pending = new Map();
    this.inFlight = new WeakSet(); // updates that were sent, whose numbers the server may have by now
    this.seqs = new Map(); // the greatest number given, by position
    this.top = 0;
  }

  get size() {
    return this.pending.size;
  }

  get(position) {
    return this.pending.get(position);
  }

  // The greatest number given to an answer at this position; 0 for none.
  seqOf(position) {
    return this.seqs.get(position) || 0;
  }

  // The greatest numbers by position, as the server wants them when the exam is submitted.
  allSeqs() {
    return Object.fromEntries(Array.from(this.seqs).filter(([, seq]) => seq > 0));
  }

  // Record a number that the server is known to have.
  record(position, seq) {
    this.top = Math.max(this.top, seq);
    this.seqs.set(position, Math.max(seq, this.seqOf(position)));
  }

  // Add a newer answer; it replaces one that has not been sent yet, under the same number.
  add(position, fields) {
    const before = this.pending.get(position);
    const unsent = before && !this.inFlight.has(before);
    this.top += unsent ? 0 : 1;
    const seq = unsent ? before.seq : this.top;
    this.keep({ position: position, seq: seq, fields: fields, client_time: new Date().toISOString() });
  }

  // Add an update of the journal under its own number.
  restore(row) {
    const update = { position: row.position, seq: row.seq, fields: row.fields, client_time: row.client_time };
    this.record(row.position, row.seq);
    this.inFlight.add(update);
    this.pending.set(row.position, update);
  }

  // The server has another answer under `seq`: give a pending one that is no newer the next number.
  renumber(position, seq) {
    const update = this.pending.get(position);
    this.top = Math.max(this.top, seq);
    if (update && update.seq <= seq) {
      this.top += 1;
      this.keep(Object.assign({}, update, { seq: this.top }));
    }
  }

  keep(update) {
    this.pending.set(update.position, update);
    this.seqs.set(update.position, update.seq);
    this.journal.put(update);
  }

  // The oldest updates: at most `most`, and about `bytes` long unless the first alone is longer.
  batch(most, bytes) {
    const updates = [];
    let size = 0;
    for (const update of this.pending.values()) {
      size += JSON.stringify(update).length * 3;
      if (updates.length && (updates.length >= most || size > bytes)) {
        break;
      }
      updates.push(update);
    }
    return updates;
  }

  markSent(updates) {
    updates.forEach((update) => this.inFlight.add(update));
  }

  // The server has the answer with this number, or never will: forget it, and what is older.
  release(position, seq) {
    const update = this.pending.get(position);
    if (update && update.seq <= seq) {
      this.pending.delete(position);
    }
    this.journal.forget(position, seq);
  }

  // The server cannot read this answer: the position counts as never answered.
  drop(update) {
    this.release(update.position, update.seq);
    this.seqs.delete(update.position);
  }
}
