// The questions of the page: all of them are fetched once, so that changing questions works without the network.
// They are shown one at a time or all on one page, as the candidate chooses; the choice is kept.

import { pause } from "./pause.js";
import { cellOf, exam, mark, notice, say, withdraw, words } from "./screen.js";

const SPREAD = 3000; // so that candidates who begin together do not send requests together
const LONGEST_WAIT = 5000;
const ARRIVES_WITHIN = 20000;
const NOTICE_AFTER = 1000; // milliseconds without the question that was asked for
const ALL = "wuneng-exam-all";

export class Paper {
  // `onArrival(form)` is called for every question that arrives, `onLeave(form)` for the one that is left.
  constructor(onArrival, onLeave) {
    this.element = document.getElementById("questions");
    this.length = Number(exam.dataset.length);
    this.onArrival = onArrival;
    this.onLeave = onLeave;
    this.position = 0;
    this.wanted = 0; // the position to show as soon as it is here
    this.hurry = () => {}; // ends the wait before the next attempt to fetch
    this.showsAll = readChoice();
  }

  forms() {
    return this.element ? Array.from(this.element.querySelectorAll("form.question")) : [];
  }

  formOf(position) {
    return this.forms().find((form) => Number(form.dataset.position) === position);
  }

  current() {
    return this.formOf(this.position);
  }

  // Show another question; false if it is not here yet.
  turn(position, remember) {
    const form = this.formOf(position);
    if (!form) {
      return false;
    }
    const before = this.current();
    if (before && before !== form) {
      this.onLeave(before);
    }
    this.setCurrent(position);
    this.layOut();
    if (remember) {
      this.wanted = 0;
      withdraw("not-here");
      history.pushState({}, "", cellOf(position).href);
      this.focus(form);
    }
    return true;
  }

  // Show a question that may not be here yet: a page that cannot be loaded must not replace this one.
  turnWhenHere(position) {
    if (!this.turn(position, true)) {
      this.wanted = position;
      this.hurry();
      setTimeout(() => this.explain(position), NOTICE_AFTER);
    }
  }

  explain(position) {
    if (this.wanted === position) {
      notice("not-here", say(words.not_here, { position: position }));
    }
  }

  // The question that the candidate works in becomes the current one.
  setCurrent(position) {
    this.position = position;
    this.showPosition(position);
  }

  focus(form) {
    form.tabIndex = -1;
    form.focus({ preventScroll: true });
    if (this.showsAll) {
      form.scrollIntoView();
    } else {
      window.scrollTo(0, 0);
    }
  }

  layOut() {
    this.element.toggleAttribute("data-all", this.showsAll);
    this.forms().forEach((form) => { form.hidden = !this.showsAll && form !== this.current(); });
  }

  // Switch between one question at a time and all.
  toggle() {
    this.showsAll = !this.showsAll;
    storeChoice(this.showsAll);
    this.layOut();
    this.focus(this.current());
  }

  showPosition(position) {
    const cell = cellOf(position);
    for (const left of exam.querySelectorAll(".answer-sheet [aria-current]")) {
      left.removeAttribute("aria-current");
      if (left !== cell && left.dataset.state === "current") {
        mark(Number(left.dataset.position), "blank");
      }
    }
    cell.setAttribute("aria-current", "step");
    if (cell.dataset.state === "unseen") {
      mark(position, "current");
    }
    document.title = say(words.title, { position: position });
    const title = document.getElementById("question-title");
    if (title) {
      title.textContent = say(words.question, { position: position });
    }
  }

  async fetchAll() {
    let wait = 1000;
    await this.rest(this.wanted ? 0 : Math.random() * SPREAD);
    while (this.element && this.forms().length < this.length) {
      try {
        await this.fetch();
      } catch (error) {
        await this.rest(wait);
        wait = Math.min(wait * 2, LONGEST_WAIT);
      }
    }
    if (this.wanted) {
      this.turn(this.wanted, true);
    }
  }

  rest(milliseconds) {
    const hurried = new Promise((resolve) => { this.hurry = resolve; });
    return Promise.race([pause(milliseconds), hurried]);
  }

  async fetch() {
    const page = new DOMParser().parseFromString(await loadWhole(), "text/html");
    const forms = Array.from(page.querySelectorAll("#questions form.question"));
    if (forms.length < this.length) {
      throw new Error("not the page of all questions");
    }
    for (const form of forms) {
      this.insert(form, Number(form.dataset.position));
    }
  }

  // Insert in the order of the paper, without moving what the candidate sees.
  insert(form, position) {
    if (this.formOf(position)) {
      return;
    }
    const next = this.forms().find((other) => Number(other.dataset.position) > position) || null;
    const current = this.current();
    const top = current ? current.getBoundingClientRect().top : 0;
    form.hidden = !this.showsAll;
    this.element.insertBefore(document.adoptNode(form), next);
    if (current && this.showsAll) {
      window.scrollBy(0, current.getBoundingClientRect().top - top);
    }
    this.onArrival(form);
  }

  disable() {
    this.setDisabled(true);
  }

  enable() {
    this.setDisabled(false);
  }

  setDisabled(disabled) {
    for (const form of this.forms()) {
      form.querySelectorAll("input, select, textarea, button").forEach((field) => { field.disabled = disabled; });
    }
  }
}

async function loadWhole() {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), ARRIVES_WITHIN);
  try {
    const options = { credentials: "same-origin", cache: "no-store", signal: stop.signal };
    return await (await fetch(exam.dataset.whole, options)).text();
  } finally {
    clearTimeout(limit);
  }
}

function readChoice() {
  try {
    return localStorage.getItem(ALL) === "yes";
  } catch (error) {
    return false;
  }
}

function storeChoice(showsAll) {
  try {
    localStorage.setItem(ALL, showsAll ? "yes" : "no");
  } catch (error) {
    // Then it applies to this page only.
  }
}
