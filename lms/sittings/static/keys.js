// Keyboard shortcuts: A to H choose an option, N and P go to the next and previous question, M flags, T announces the
// time. They can be turned off, and typing never triggers them.

import { button } from "./screen.js";

const OFF = "wuneng-exam-keys-off";

function isOff() {
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch (error) {
    return false;
  }
}

function remember(off) {
  try {
    localStorage.setItem(OFF, off ? "yes" : "no");
  } catch (error) {
    // Then it applies to this page only.
  }
}

export function listenToKeys(exam, words, current, announceTime) {
  let off = isOff();
  const side = exam.querySelector(".exam-side");
  if (side && current()) {
    const name = () => (off ? words.keys_on : words.keys_off);
    const change = (event) => {
      off = !off;
      remember(off);
      event.target.textContent = name();
    };
    const line = document.createElement("p");
    line.append(button({ text: name(), press: change, plain: true }));
    side.append(line);
  }
  document.addEventListener("keydown", (event) => {
    const form = current();
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat;
    const typing = event.target.closest("dialog, textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (off || !form || busy || typing) {
      return;
    }
    const key = event.key.toLowerCase();
    const turn = { n: "next", p: "previous", m: "flag" }[key];
    if (key === "t") {
      event.preventDefault();
      announceTime();
    } else if (turn) {
      const target = form.querySelector('button[value="' + turn + '"]');
      if (target) {
        event.preventDefault();
        target.click();
      }
    } else if (key.length === 1 && key >= "a" && key <= "h") {
      const box = form.querySelectorAll(".choices input")["abcdefgh".indexOf(key)];
      if (box) {
        event.preventDefault();
        box.click();
        box.focus();
      }
    }
  });
}
