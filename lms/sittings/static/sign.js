// Signs in again inside the exam page: no page is loaded, and no answer is lost.

import { exam, say, words } from "./screen.js";

const LOGIN = exam.dataset.login;

export class SignInAgain {
  // `onDone` is called when the right person is signed in again.
  constructor(connection, onDone) {
    this.connection = connection;
    this.onDone = onDone;
    this.dialog = document.getElementById("sign-in-again");
    this.form = document.getElementById("sign-in-again-form");
    this.error = document.getElementById("sign-in-again-trouble");
    this.password = document.getElementById("again-password");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.enter();
    });
    this.dialog.addEventListener("close", () => {
      this.password.value = "";
      if (this.before && document.contains(this.before)) {
        this.before.focus();
      }
    });
  }

  open() {
    if (!this.dialog.open) {
      this.before = document.activeElement;
      this.say("");
      this.dialog.showModal();
      this.password.focus();
    }
  }

  say(text) {
    this.error.hidden = !text;
    this.error.textContent = text;
  }

  async enter() {
    const submit = this.form.querySelector("button[type=submit]");
    submit.disabled = true;
    try {
      this.say((await this.attempt()) || "");
    } catch (error) {
      this.say(words.sign_in_silence);
    }
    submit.disabled = false;
    if (!this.error.hidden) {
      this.password.select();
    }
  }

  // Resolves to what went wrong, or "".
  async attempt() {
    if (!(await this.connection.renewToken())) {
      return words.sign_in_silence;
    }
    const fields = new URLSearchParams({ login: LOGIN, password: this.password.value, csrf_token: this.connection.token });
    const response = await fetch(this.form.action, {
      method: "POST", body: fields, credentials: "same-origin", cache: "no-store", redirect: "manual",
    });
    if (response.type !== "opaqueredirect") {
      return refusal(await response.text());
    }
    const person = await this.connection.whoAmI();
    if (person.code === "password.change_first") {
      return words.change_password;
    }
    if (person.login !== LOGIN) {
      return person.login ? say(words.stranger, { name: person.name }) : words.sign_in_silence;
    }
    await this.connection.renewToken();
    this.dialog.close();
    this.onDone();
    return "";
  }
}

// The error on the sign-in page; any other page is not ours.
function refusal(html) {
  const box = new DOMParser().parseFromString(html, "text/html").querySelector(".error-summary");
  const parts = box ? Array.from(box.querySelectorAll("h2, p"), (part) => part.textContent.trim()) : [];
  return parts.join(words.gap) || words.sign_in_silence;
}
