// Shows the time that is left, by the server's clock. The browser only counts on from the server's last answer.

import { say } from "./screen.js";

const MARKS = [10, 5, 1];
const MORE = 5000;

export class Clock {
  constructor(element, announce, words, onTimeUp) {
    this.element = element;
    this.announce = announce;
    this.words = words;
    this.onTimeUp = onTimeUp;
    this.announced = new Set();
    this.ended = false;
    this.stopped = false; // while the sitting is paused
    this.unlimited = element.hasAttribute("data-unlimited");
  }

  // The server read its clock half way between `asked` and `arrived`, both by performance.now().
  set(serverTime, deadline, asked, arrived) {
    const before = this.deadline === undefined ? Infinity : this.left();
    this.deadline = Date.parse(deadline);
    this.base = Date.parse(serverTime) - (asked + arrived) / 2;
    this.frozen = this.deadline - Date.parse(serverTime);
    if (this.left() > before + MORE) {
      this.announced.clear(); // the exam was extended: announce its marks again
    }
    this.draw();
  }

  left() {
    return this.stopped ? this.frozen : this.deadline - (this.base + performance.now());
  }

  // The exam was extended after the time seemed to be up.
  restart() {
    this.ended = false;
    this.announced.clear();
    this.draw();
  }

  // The server's time, as far as this page can tell.
  now() {
    return new Date(this.base + performance.now()).toISOString();
  }

  start() {
    this.draw();
    setInterval(() => this.draw(), 250);
  }

  draw() {
    if (this.unlimited) {
      this.element.textContent = this.words.unlimited;
      delete this.element.dataset.left;
      return;
    }
    const left = this.left();
    const seconds = Math.max(0, Math.ceil(left / 1000));
    const shown = [Math.floor(seconds / 60) % 60, seconds % 60];
    if (seconds >= 3600) {
      shown.unshift(Math.floor(seconds / 3600));
    }
    const text = shown.map((part) => String(part).padStart(2, "0")).join(":");
    if (this.element.textContent !== text) {
      this.element.textContent = text;
    }
    const mark = left <= 0 ? 0 : MARKS.filter((minutes) => left <= minutes * 60000).pop();
    this.announceMark(mark);
    if (left <= 0 && !this.ended) {
      this.ended = true;
      this.onTimeUp();
    }
  }

  // Announce the time that is left.
  announceLeft() {
    if (this.unlimited) {
      this.announce(this.words.unlimited);
      return;
    }
    const seconds = Math.max(0, Math.ceil(this.left() / 1000));
    this.announce(say(this.words.time_left, { minutes: Math.floor(seconds / 60), seconds: seconds % 60 }));
  }

  announceMark(mark) {
    if (mark === undefined) {
      delete this.element.dataset.left;
      return;
    }
    this.element.dataset.left = String(mark);
    if (mark > 0 && !this.announced.has(mark)) {
      this.announced.add(mark);
      this.announce(say(this.words.left, { minutes: mark }));
    }
  }
}
