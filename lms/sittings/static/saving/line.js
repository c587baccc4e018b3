// The line to the server: requests that do not wait for ever, and whether anybody answers at all.
// Only JSON counts as an answer, so that the page of a captive portal is as good as silence.

const ANSWER_WITHIN = 10000;
const PROBE_WITHIN = 2000;

export class Silence extends Error {}

export class Line {
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

  // {status, body} of a JSON answer; throws Silence for everything else.
  async ask(path, method, body, within) {
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort(), within || ANSWER_WITHIN);
    try {
      const response = await fetch(path, this.options(method, body, { signal: stop.signal }));
      return { status: response.status, body: await response.json() };
    } catch (error) {
      throw new Silence(String(error));
    } finally {
      clearTimeout(limit);
    }
  }

  put(what, body) {
    return this.ask(this.api + what, "PUT", body);
  }

  post(what, body) {
    return this.ask(this.api + what, "POST", body);
  }

  // The page goes away: sent without waiting for an answer.
  last(what, body) {
    fetch(this.api + what, this.options("PUT", body, { keepalive: true })).catch(() => {});
  }

  // Whether the server itself answers.
  async isThere() {
    try {
      const { status, body } = await this.ask("/healthz", "GET", undefined, PROBE_WITHIN);
      return status === 200 && body.status === "ok";
    } catch (error) {
      return false;
    }
  }

  // {login, name} of whoever is signed in in this browser; login is "" for nobody.
  async whoAmI() {
    const { status, body } = await this.ask("/api/v1/me", "GET");
    return status === 200 && body.login ? body : { login: "", code: body.error && body.error.code };
  }

  // Whoever signed in again may have another token; any page of ours carries it. False if it cannot be had.
  async renewToken() {
    try {
      const response = await fetch(this.signIn, { credentials: "same-origin", cache: "no-store", redirect: "error" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = page.querySelector("main input[name=csrf_token]");
      this.token = found ? found.value : this.token;
      return Boolean(found);
    } catch (error) {
      return false;
    }
  }
}
