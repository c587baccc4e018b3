// The questions of the page: all of them are fetched once, so that changing questions works without the network.
// They are shown one at a time or all on one page, as the candidate chooses; the choice is kept.

import { pause } from "./pause.js";
import { cellOf, exam, say, words } from "./screen.js";

const SPREAD = 3000; // so that candidates who begin together do not send requests together
const LONGEST_WAIT = 5000;
const ALL = "wuneng-exam-all";

export class Paper {
  // `adopt(form)` is called for every question that arrives, `leave(form)` for the one that is left.
  constructor(adopt, leave) {
    this.place = document.getElementById("questions");
    this.length = Number(exam.dataset.length);
    this.adopt = adopt;
    this.leave = leave;
    this.now = 0;
    this.whole = kept();
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
    this.here(position);
    this.lay();
    if (remember) {
      history.pushState({}, "", cellOf(position).href);
      this.look(form);
    }
    return true;
  }

  // The question that the candidate works in becomes the current one.
  here(position) {
    this.now = position;
    this.name(position);
  }

  look(form) {
    form.tabIndex = -1;
    form.focus({ preventScroll: true });
    if (this.whole) {
      form.scrollIntoView();
    } else {
      window.scrollTo(0, 0);
    }
  }

  lay() {
    this.place.toggleAttribute("data-all", this.whole);
    this.forms().forEach((form) => { form.hidden = !this.whole && form !== this.current(); });
  }

  // Switch between one question at a time and all.
  change() {
    this.whole = !this.whole;
    keep(this.whole);
    this.lay();
    this.look(this.current());
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
        // Until the questions are here, the forms load the pages.
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
      this.insert(form, Number(form.dataset.position));
    }
  }

  // Insert in the order of the paper, without moving what the candidate sees.
  insert(form, position) {
    if (this.formOf(position)) {
      return;
    }
    const next = this.forms().find((one) => Number(one.dataset.position) > position) || null;
    const current = this.current();
    const top = current ? current.getBoundingClientRect().top : 0;
    form.hidden = !this.whole;
    this.place.insertBefore(document.adoptNode(form), next);
    if (current && this.whole) {
      window.scrollBy(0, current.getBoundingClientRect().top - top);
    }
    this.adopt(form);
  }

  close(open) {
    for (const form of this.forms()) {
      form.querySelectorAll("input, select, textarea, button").forEach((field) => { field.disabled = !open; });
    }
  }
}

function kept() {
  try {
    return localStorage.getItem(ALL) === "yes";
  } catch (error) {
    return false;
  }
}

function keep(whole) {
  try {
    localStorage.setItem(ALL, whole ? "yes" : "no");
  } catch (error) {
    // Then it applies to this page only.
  }
}
