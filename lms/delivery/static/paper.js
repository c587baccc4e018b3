// The questions of the page: all of them are fetched once, and then turning works without the network.

import { cellOf, exam, say, words } from "./screen.js";

const SPREAD = 3000; // so that a room that begins together does not ask together
const LONGEST_WAIT = 15000;

export class Paper {
  // `adopt(form)` is told of every question that arrives, `leave(form)` of the one that is turned over.
  constructor(adopt, leave) {
    this.place = document.getElementById("questions");
    this.length = Number(exam.dataset.length);
    this.adopt = adopt;
    this.leave = leave;
    this.now = 0;
  }

  forms() {
    return this.place ? Array.from(this.place.querySelectorAll("form.question")) : [];
  }

  formOf(position) {
    return this.forms().find((form) => Number(form.dataset.position) === position);
  }

  current() {
    return this.formOf(this.now);
  }

  // Show another question; false if it is not here yet.
  turn(position, remember) {
    const form = this.formOf(position);
    if (!form) {
      return false;
    }
    const before = this.current();
    if (before && before !== form) {
      this.leave(before);
    }
    this.forms().forEach((one) => { one.hidden = one !== form; });
    this.now = position;
    this.name(position);
    if (remember) {
      history.pushState({}, "", cellOf(position).href);
      form.tabIndex = -1;
      form.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    return true;
  }

  name(position) {
    exam.querySelectorAll(".answer-sheet [aria-current]").forEach((cell) => cell.removeAttribute("aria-current"));
    cellOf(position).setAttribute("aria-current", "step");
    document.title = say(words.title, { position: position });
    const title = document.getElementById("question-title");
    if (title) {
      title.textContent = say(words.question, { position: position });
    }
  }

  async gather() {
    let wait = 1000;
    await pause(Math.random() * SPREAD);
    while (this.place && this.forms().length < this.length) {
      try {
        await this.fetch();
      } catch (error) {
        // Until they are here, the forms turn the pages.
        await pause(wait);
        wait = Math.min(wait * 2, LONGEST_WAIT);
      }
    }
  }

  async fetch() {
    const response = await fetch(exam.dataset.all, { credentials: "same-origin", cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = Array.from(page.querySelectorAll("#questions form.question"));
    if (found.length < this.length) {
      throw new Error("not the page of all questions");
    }
    for (const form of found) {
      if (!this.formOf(Number(form.dataset.position))) {
        form.hidden = true;
        this.place.append(document.adoptNode(form));
        this.adopt(form);
      }
    }
  }

  close() {
    for (const form of this.forms()) {
      form.querySelectorAll("input, select, textarea, button").forEach((field) => { field.disabled = true; });
    }
  }
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
