// Sends answers until the server says that it holds them. Nothing else counts as saved:
// an acknowledgement is a JSON answer that names the position and the number.

const AT_ONCE = 50;
const BYTES_AT_ONCE = 600000;
const BYTES_ON_LEAVING = 50000; // browsers send at most 64 kB after a page has gone
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;
const ANSWER_WITHIN = 20000;

export class Saver {
  // `tell` hears what happens: saved(time), state(name, count), refused(position, why), signedOut(), over(),
  // late(count), clock(server time, deadline, asked at).
  constructor(api, token, journal, tell) {
    this.api = api;
    this.token = token;
    this.journal = journal;
    this.tell = tell;
    this.pending = new Map();
    this.sent = new Map(); // the greatest number sent, by position
    this.top = 0;
    this.wait = 0;
    this.timer = 0;
    this.line = Promise.resolve(true);
    this.oneByOne = false;
    this.stopped = false;
  }

  // What the server is known to hold already.
  knows(position, seq) {
    this.top = Math.max(this.top, seq);
    this.sent.set(position, Math.max(seq, this.sent.get(position) || 0));
  }

  add(position, fields) {
    this.top += 1;
    this.keep({ position: position, seq: this.top, fields: fields, client_time: new Date().toISOString() });
  }

  // A packet found in the journal goes out again under its own number.
  restore(row) {
    this.top = Math.max(this.top, row.seq);
    const packet = { position: row.position, seq: row.seq, fields: row.fields, client_time: row.client_time };
    this.pending.set(row.position, packet);
    this.sent.set(row.position, Math.max(row.seq, this.sent.get(row.position) || 0));
  }

  keep(packet) {
    this.pending.set(packet.position, packet);
    this.sent.set(packet.position, packet.seq);
    this.journal.put(packet);
    this.tell.state(this.wait ? "offline" : "saving", this.pending.size);
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

  // Send within `delay` milliseconds, unless it is waiting for the network to come back.
  soon(delay) {
    if (!this.wait) {
      this.schedule(delay);
    }
  }

  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  // Send what is pending now, one request after the other; true when nothing is left.
  flush(evenNothing) {
    this.line = this.line.then(() => this.drain(evenNothing));
    return this.line;
  }

  async drain(evenNothing) {
    clearTimeout(this.timer);
    let first = Boolean(evenNothing);
    while (!this.stopped && (this.pending.size || first)) {
      first = false;
      if (!(await this.send(this.batch(this.oneByOne ? 1 : AT_ONCE, BYTES_AT_ONCE)))) {
        break;
      }
    }
    return this.pending.size === 0;
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

  request(path, method, body, more) {
    const options = {
      method: method,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify(body),
    };
    return fetch(this.api + path, Object.assign(options, more));
  }

  async send(packets) {
    const asked = performance.now();
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort(), ANSWER_WITHIN);
    try {
      const response = await this.request("/answers", "PUT", { answers: packets }, { signal: stop.signal });
      const body = await response.json();
      return await this.heard(response.status, body, packets, asked);
    } catch (error) {
      return this.failed();
    } finally {
      clearTimeout(limit);
    }
  }

  async heard(status, body, packets, asked) {
    if (status === 200 && Array.isArray(body.saved)) {
      this.wait = 0;
      this.tell.clock(body.server_time, body.deadline, asked);
      this.settle(body);
      return true;
    }
    const code = body && body.error && body.error.code;
    if (status === 400 && code === "answers.invalid") {
      this.isolate(packets, body.error);
      return true;
    }
    if (status === 413 && packets.length > 1) {
      this.oneByOne = true;
      return true;
    }
    if ((status === 409 || status === 404) && code) {
      this.stopped = true;
      this.tell.over(this.pending.size);
      return false;
    }
    if (status === 401) {
      this.tell.signedOut();
    }
    if (status === 403) {
      await this.renewToken();
    }
    return this.failed();
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
      this.tell.state("saving", this.pending.size);
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

  // Of several that were refused together, find the one that cannot be read.
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

  failed() {
    const base = Math.min(this.wait ? this.wait * 2 : FIRST_WAIT, LONGEST_WAIT);
    this.wait = base;
    this.schedule(base / 2 + Math.random() * base);
    this.tell.state("offline", this.pending.size);
    return false;
  }

  // Whoever signed in again has another token; a page of the exam carries it.
  async renewToken() {
    try {
      const response = await fetch(this.tell.page(), { credentials: "same-origin", cache: "no-store" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = page.querySelector("#exam input[name=csrf_token]");
      this.token = found ? found.value : this.token;
    } catch (error) {
      // The next attempt will try again.
    }
  }

  // The page goes away: the last word, sent without waiting for an answer. The journal keeps it until then.
  leave() {
    if (this.pending.size && !this.stopped) {
      const packets = this.batch(AT_ONCE, BYTES_ON_LEAVING);
      if (JSON.stringify(packets).length < BYTES_ON_LEAVING) {
        this.request("/answers", "PUT", { answers: packets }, { keepalive: true }).catch(() => {});
      }
    }
  }

  // Hand in what was sent; resolves to true once the server holds the sealed paper.
  async submit() {
    await this.flush();
    const response = await this.request("/submission", "POST", { seqs: this.seqs() });
    const body = await response.json();
    return Boolean(body.receipt);
  }
}
