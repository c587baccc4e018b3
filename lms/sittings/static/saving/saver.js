// Sends answers until the server acknowledges them. Nothing else counts as saved:
// an acknowledgement is a JSON answer that names the position and the number.

import { Queue } from "./queue.js";

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
  // `listener` is called with what happens: saved(time), state(name, count), refused(position, reasons), signedOut(name), over(count),
  // changePassword(), late(count), clock(server time, deadline, asked at). `listener.login` is the candidate's login.
  constructor(connection, journal, listener, spread) {
    this.connection = connection;
    this.queue = new Queue(journal);
    this.listener = listener;
    this.spread = spread; // the first save waits up to this long, so that candidates do not all save at once
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

  add(position, fields) {
    this.queue.add(position, fields);
    this.showState();
  }

  showState() {
    this.listener.state(this.away ? "offline" : this.wait ? "kept" : "saving", this.queue.size);
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
      return false; // `probe` notices when it is back
    }
    clearTimeout(this.timer);
    this.begun = 0;
    this.spread = this.queue.size ? 0 : this.spread;
    let first = Boolean(ask);
    let answered = true;
    while (!this.stopped && answered && (this.queue.size || first)) {
      first = false;
      answered = await this.send(this.queue.batch(this.oneByOne ? 1 : AT_ONCE, BYTES_AT_ONCE));
    }
    return answered && this.queue.size === 0;
  }

  async send(updates) {
    const asked = performance.now();
    this.queue.markSent(updates);
    try {
      const { status, body } = await this.connection.put("/answers", { answers: updates });
      return await this.handle(status, body, updates, asked);
    } catch (error) {
      return this.noAnswer();
    }
  }

  async handle(status, body, updates, asked) {
    const code = body && body.error && body.error.code;
    if (status === 200 && Array.isArray(body.saved)) {
      this.away = false;
      this.wait = this.misses = this.since = 0;
      this.listener.clock(body.server_time, body.deadline, asked);
      this.settle(body);
      return true;
    }
    if (!code) {
      return this.noAnswer();
    }
    if (status === 400 && code === "answers.invalid") {
      this.isolate(updates, body.error);
      return true;
    }
    if (status === 413 && updates.length > 1) {
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
      const person = status === 404 ? await this.connection.whoAmI() : { login: "" };
      if (person.login === this.listener.login) {
        return this.over(); // signed in as the right person, and there is no such sitting
      }
      this.listener.signedOut(person.name);
      return this.retryIn(SIGNED_OUT_WAIT);
    }
    if (code === "password.change_first") {
      this.listener.changePassword();
      return this.retryIn(SIGNED_OUT_WAIT);
    }
    if (status === 403) {
      await this.connection.renewToken();
    }
    return this.retryIn(Math.min(this.wait ? this.wait * 2 : FIRST_WAIT, LONGEST_WAIT));
  }

  over() {
    this.stopped = true;
    this.listener.over(this.queue.size);
    return false;
  }

  retryIn(wait) {
    this.wait = wait;
    this.away = false;
    this.since = this.since || performance.now();
    this.schedule(wait / 2 + Math.random() * wait / 2);
    this.showState();
    return false;
  }

  // No answer, or not from the server: probe until it answers.
  noAnswer() {
    this.since = this.since || performance.now();
    if (!this.away) {
      this.away = true;
      this.probe();
    }
    this.showState();
    return false;
  }

  async probe() {
    // A server that answers probes but no requests is probed less and less often.
    await this.sleep(this.misses ? Math.min(FIRST_WAIT * 2 ** this.misses, LONGEST_WAIT) : 0);
    while (this.away && !this.stopped && !(await this.connection.isReachable())) {
      await this.sleep(PROBE_EVERY + Math.random() * PROBE_SPREAD);
    }
    if (this.away && !this.stopped) {
      this.misses += 1;
      this.away = false;
      this.flush(true);
    }
  }

  sleep(milliseconds) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, milliseconds);
    });
  }

  // The server can probably be reached: try at once.
  retryNow() {
    if (this.away && this.wake) {
      this.wake();
    } else {
      this.flush(true);
    }
  }

  settle(body) {
    for (const saved of body.saved.concat(body.late)) {
      this.queue.release(saved.position, saved.seq);
    }
    for (const newer of body.conflict || []) {
      this.queue.renumber(newer.position, newer.seq);
    }
    if (body.late.length) {
      this.listener.late(body.late.length);
    }
    if (this.queue.size) {
      this.showState();
    } else {
      this.oneByOne = false;
      this.listener.saved(body.server_time);
    }
  }

  // Find the one that cannot be read among several that were refused together.
  isolate(updates, error) {
    if (updates.length > 1) {
      this.oneByOne = true;
      return;
    }
    const [update] = updates;
    if (!update) {
      return;
    }
    this.queue.drop(update);
    const problem = (error.details.problems || [])[0];
    this.listener.refused(update.position, problem ? [problem.what, problem.how] : [error.message]);
  }

  // The page is being left: send what is pending. The journal keeps it until it is acknowledged.
  leave() {
    if (this.queue.size && !this.stopped) {
      const updates = this.queue.batch(AT_ONCE, BYTES_ON_LEAVING);
      if (JSON.stringify(updates).length < BYTES_ON_LEAVING) {
        this.queue.markSent(updates);
        this.connection.sendOnLeaving("/answers", { answers: updates });
      }
    }
  }

  // Submit; resolves to true once the server has sealed the paper.
  // Not if `still` says after the last answer that there is no more reason to.
  async submit(still) {
    if (!(await this.flush(true)) || (still && !still())) {
      return false;
    }
    const { status, body } = await this.connection.post("/submission", { seqs: this.queue.allSeqs() });
    if (status === 401) {
      this.listener.signedOut();
    }
    return Boolean(body.receipt);
  }
}
