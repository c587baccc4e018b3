// Sends answers until the server acknowledges them. Nothing else counts as saved:
// an acknowledgement is a JSON answer that names the position and the number.

const AT_ONCE = 50;
const BYTES_AT_ONCE = 600000;
const BYTES_ON_LEAVING = 50000; // browsers send at most 64 kB after a page has gone
const LONGEST_DELAY = 5000; // what is typed without a pause is sent after this
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000; // between requests to a server that answers with errors
const SIGNED_OUT_WAIT = 4000;
// Between probes of a server that does not answer: pending answers must arrive within 5 s of its return.
const PROBE_EVERY = 500;
const PROBE_SPREAD = 1000;
const OVER = new Set(["sitting.submitted", "sitting.expired"]);

export class Saver {
  // `tell` is called with what happens: saved(time), state(name, count), refused(position, why), signedOut(name), over(count),
  // changePassword(), late(count), clock(server time, deadline, asked at).
  constructor(line, journal, tell, spread) {
    this.line = line;
    this.journal = journal;
    this.tell = tell;
    this.spread = spread; // the first save waits up to this long, so that candidates do not all save at once
    this.pending = new Map();
    this.flown = new WeakSet(); // packets that were sent, whose numbers may be taken now
    this.sent = new Map(); // the greatest number given, by position
    this.top = 0;
    this.away = false; // no answer
    this.since = 0; // since when the server does not answer or answers with errors, by performance.now()
    this.misses = 0;
    this.wait = 0;
    this.timer = 0;
    this.begun = 0;
    this.turn = Promise.resolve(true);
    this.oneByOne = false;
    this.stopped = false;
  }

  // Record what the server is known to have.
  knows(position, seq) {
    this.top = Math.max(this.top, seq);
    this.sent.set(position, Math.max(seq, this.sent.get(position) || 0));
  }

  // Add a newer answer; it replaces one that has not been sent yet, under the same number.
  add(position, fields) {
    const before = this.pending.get(position);
    const stays = before && !this.flown.has(before);
    this.top += stays ? 0 : 1;
    const seq = stays ? before.seq : this.top;
    this.keep({ position: position, seq: seq, fields: fields, client_time: new Date().toISOString() });
  }

  // Send a packet of the journal under its own number.
  restore(row) {
    this.top = Math.max(this.top, row.seq);
    const packet = { position: row.position, seq: row.seq, fields: row.fields, client_time: row.client_time };
    this.flown.add(packet);
    this.pending.set(row.position, packet);
    this.sent.set(row.position, Math.max(row.seq, this.sent.get(row.position) || 0));
  }

  keep(packet) {
    this.pending.set(packet.position, packet);
    this.sent.set(packet.position, packet.seq);
    this.journal.put(packet);
    this.say();
  }

  say() {
    this.tell.state(this.away ? "offline" : this.wait ? "kept" : "saving", this.pending.size);
  }

  seqs() {
    const map = {};
    for (const [position, seq] of this.sent) {
      if (seq > 0) {
        map[position] = seq;
      }
    }
    return map;
  }

  // Send after `delay` milliseconds, however often it is postponed within LONGEST_DELAY, unless the server is away.
  soon(delay) {
    if (this.away || this.wait) {
      return;
    }
    const now = performance.now();
    this.begun = this.begun || now;
    this.schedule(Math.max(Math.min(delay, this.begun + LONGEST_DELAY - now), this.begun + this.spread - now));
  }

  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.max(0, delay));
  }

  // Send what is pending, one request after the other; resolves to true when none is left and the server answers.
  // With `ask` a request is sent even if none is pending.
  flush(ask) {
    this.turn = this.turn.then(() => this.drain(ask));
    return this.turn;
  }

  async drain(ask) {
    if (this.away) {
      return false; // `watch` notices when it is back
    }
    clearTimeout(this.timer);
    this.begun = 0;
    this.spread = this.pending.size ? 0 : this.spread;
    let first = Boolean(ask);
    let heard = true;
    while (!this.stopped && heard && (this.pending.size || first)) {
      first = false;
      heard = await this.send(this.batch(this.oneByOne ? 1 : AT_ONCE, BYTES_AT_ONCE));
    }
    return heard && this.pending.size === 0;
  }

  batch(most, bytes) {
    const packets = [];
    let size = 0;
    for (const packet of this.pending.values()) {
      size += JSON.stringify(packet).length * 3;
      if (packets.length && (packets.length >= most || size > bytes)) {
        break;
      }
      packets.push(packet);
    }
    return packets;
  }

  async send(packets) {
    const asked = performance.now();
    packets.forEach((packet) => this.flown.add(packet));
    try {
      const { status, body } = await this.line.put("/answers", { answers: packets });
      return await this.heard(status, body, packets, asked);
    } catch (error) {
      return this.lost();
    }
  }

  async heard(status, body, packets, asked) {
    const code = body && body.error && body.error.code;
    if (status === 200 && Array.isArray(body.saved)) {
      this.away = false;
      this.wait = this.misses = this.since = 0;
      this.tell.clock(body.server_time, body.deadline, asked);
      this.settle(body);
      return true;
    }
    if (!code) {
      return this.lost();
    }
    if (status === 400 && code === "answers.invalid") {
      this.isolate(packets, body.error);
      return true;
    }
    if (status === 413 && packets.length > 1) {
      this.oneByOne = true;
      return true;
    }
    if (OVER.has(code)) {
      return this.over();
    }
    return this.refused(status, code);
  }

  // Not the end: the candidate has to sign in, or the server has a problem. Everything is kept and sent again.
  async refused(status, code) {
    if (status === 401 || status === 404) {
      const who = status === 404 ? await this.line.whoAmI() : { login: "" };
      if (who.login === this.tell.login) {
        return this.over(); // signed in as the right person, and there is no such sitting
      }
      this.tell.signedOut(who.name);
      return this.again(SIGNED_OUT_WAIT);
    }
    if (code === "password.change_first") {
      this.tell.changePassword();
      return this.again(SIGNED_OUT_WAIT);
    }
    if (status === 403) {
      await this.line.renewToken();
    }
    return this.again(Math.min(this.wait ? this.wait * 2 : FIRST_WAIT, LONGEST_WAIT));
  }

  over() {
    this.stopped = true;
    this.tell.over(this.pending.size);
    return false;
  }

  again(wait) {
    this.wait = wait;
    this.away = false;
    this.since = this.since || performance.now();
    this.schedule(wait / 2 + Math.random() * wait / 2);
    this.say();
    return false;
  }

  // No answer, or not from the server: probe until it answers.
  lost() {
    this.since = this.since || performance.now();
    if (!this.away) {
      this.away = true;
      this.watch();
    }
    this.say();
    return false;
  }

  async watch() {
    // A server that answers probes but no requests is probed less and less often.
    await this.rest(this.misses ? Math.min(FIRST_WAIT * 2 ** this.misses, LONGEST_WAIT) : 0);
    while (this.away && !this.stopped && !(await this.line.isThere())) {
      await this.rest(PROBE_EVERY + Math.random() * PROBE_SPREAD);
    }
    if (this.away && !this.stopped) {
      this.misses += 1;
      this.away = false;
      this.flush(true);
    }
  }

  rest(milliseconds) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, milliseconds);
    });
  }

  // The server can probably be reached: try at once.
  hurry() {
    if (this.away && this.wake) {
      this.wake();
    } else {
      this.flush(true);
    }
  }

  settle(body) {
    for (const ack of body.saved.concat(body.late)) {
      this.release(ack.position, ack.seq);
    }
    for (const held of body.conflict || []) {
      const packet = this.pending.get(held.position);
      this.top = Math.max(this.top, held.seq);
      if (packet && packet.seq <= held.seq) {
        this.top += 1;
        this.keep(Object.assign({}, packet, { seq: this.top }));
      }
    }
    if (body.late.length) {
      this.tell.late(body.late.length);
    }
    if (this.pending.size) {
      this.say();
    } else {
      this.oneByOne = false;
      this.tell.saved(body.server_time);
    }
  }

  release(position, seq) {
    const packet = this.pending.get(position);
    if (packet && packet.seq <= seq) {
      this.pending.delete(position);
    }
    this.journal.forget(position, seq);
  }

  // Find the one that cannot be read among several that were refused together.
  isolate(packets, error) {
    if (packets.length > 1) {
      this.oneByOne = true;
      return;
    }
    const [packet] = packets;
    if (!packet) {
      return;
    }
    this.release(packet.position, packet.seq);
    this.sent.delete(packet.position);
    const problem = (error.details.problems || [])[0];
    this.tell.refused(packet.position, problem ? problem.what + (problem.how ? "; " + problem.how : "") : error.message);
  }

  // The page is being left: send what is pending. The journal keeps it until it is acknowledged.
  leave() {
    if (this.pending.size && !this.stopped) {
      const packets = this.batch(AT_ONCE, BYTES_ON_LEAVING);
      if (JSON.stringify(packets).length < BYTES_ON_LEAVING) {
        packets.forEach((packet) => this.flown.add(packet));
        this.line.last("/answers", { answers: packets });
      }
    }
  }

  // Submit; resolves to true once the server has sealed the paper.
  // Not if `still` says after the last answer that there is no more reason to.
  async submit(still) {
    if (!(await this.flush(true)) || (still && !still())) {
      return false;
    }
    const { status, body } = await this.line.post("/submission", { seqs: this.seqs() });
    if (status === 401) {
      this.tell.signedOut();
    }
    return Boolean(body.receipt);
  }
}
