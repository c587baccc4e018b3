// The connection to the server: requests with a time limit, and whether the server answers at all.
// Only JSON counts as an answer, so that the page of a captive portal counts as none.

const ANSWER_WITHIN = 10000;
const PROBE_WITHIN = 2000;

export class NoAnswer extends Error {}

export class Connection {
  constructor(api, token, signIn) {
    this.api = api;
    this.token = token;
    this.signIn = signIn;
  }

  options(method, body, more) {
    const options = {
      method: method,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
    };
    if (body !== undefined) {
      options.body = JSON.stringify(body);
    }
    return Object.assign(options, more);
  }

  // {status, body} of a JSON answer; throws NoAnswer for everything else.
  async ask(path, method, body, within) {
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort(), within || ANSWER_WITHIN);
    try {
      const response = await fetch(path, this.options(method, body, { signal: stop.signal }));
      return { status: response.status, body: await response.json() };
    } catch (error) {
      throw new NoAnswer(String(error));
    } finally {
      clearTimeout(limit);
    }
  }

  put(path, body) {
    return this.ask(this.api + path, "PUT", body);
  }

  post(path, body) {
    return this.ask(this.api + path, "POST", body);
  }

  // Send without waiting for an answer.
  sendOnLeaving(path, body) {
    fetch(this.api + path, this.options("PUT", body, { keepalive: true })).catch(() => {});
  }

  // Whether the server itself answers.
  async isReachable() {
    try {
      const { status, body } = await this.ask("/healthz", "GET", undefined, PROBE_WITHIN);
      return status === 200 && body.status === "ok";
    } catch (error) {
      return false;
    }
  }

  // {login, name} of the person who is signed in to this browser; login is "" for none.
  async whoAmI() {
    const { status, body } = await this.ask("/api/v1/me", "GET");
    return status === 200 && body.login ? body : { login: "", code: body.error && body.error.code };
  }

  // A new sign-in may have another token, which every page of ours contains. Resolves to false if it cannot be read.
  async renewToken() {
    try {
      const response = await fetch(this.signIn, { credentials: "same-origin", cache: "no-store", redirect: "error" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const field = page.querySelector("main input[name=csrf_token]");
      this.token = field ? field.value : this.token;
      return Boolean(field);
    } catch (error) {
      return false;
    }
  }
}
