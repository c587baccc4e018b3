// Signs in again inside the exam page: no page is loaded, and no answer is lost.

import { exam, say, words } from "./screen.js";

const MINE = exam.dataset.login;

export class SignIn {
  // `done` is called when the right person is signed in again.
  constructor(line, done) {
    this.line = line;
    this.done = done;
    this.dialog = document.getElementById("sign-in-again");
    this.form = document.getElementById("sign-in-again-form");
    this.trouble = document.getElementById("sign-in-again-trouble");
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
    this.trouble.hidden = !text;
    this.trouble.textContent = text;
  }

  async enter() {
    const submit = this.form.querySelector("button[type=submit]");
    submit.disabled = true;
    try {
      this.say((await this.tried()) || "");
    } catch (error) {
      this.say(words.sign_in_silence);
    }
    submit.disabled = false;
    if (!this.trouble.hidden) {
      this.password.select();
    }
  }

  // Resolves to what went wrong, or "".
  async tried() {
    if (!(await this.line.renewToken())) {
      return words.sign_in_silence;
    }
    const fields = new URLSearchParams({ login: MINE, password: this.password.value, csrf_token: this.line.token });
    const response = await fetch(this.form.action, {
      method: "POST", body: fields, credentials: "same-origin", cache: "no-store", redirect: "manual",
    });
    if (response.type !== "opaqueredirect") {
      return refusal(await response.text());
    }
    const who = await this.line.whoAmI();
    if (who.code === "password.change_first") {
      return words.change_password;
    }
    if (who.login !== MINE) {
      return who.login ? say(words.stranger, { name: who.name }) : words.sign_in_silence;
    }
    await this.line.renewToken();
    this.dialog.close();
    this.done();
    return "";
  }
}

// The error on the sign-in page; any other page is not ours.
function refusal(html) {
  const box = new DOMParser().parseFromString(html, "text/html").querySelector(".error-summary");
  const parts = box ? Array.from(box.querySelectorAll("h2, p"), (part) => part.textContent.trim()) : [];
  return parts.join(words.gap) || words.sign_in_silence;
}

export function again(signIn) {
  return { text: words.sign_in_here, press: () => signIn.open() };
}
