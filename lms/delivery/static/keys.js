// Keys: A to H choose an option, N and P turn, M flags. They can be turned off, and typing is never taken for a key.

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
    // It holds for this page then.
  }
}

export function listenToKeys(exam, words, current) {
  let off = isOff();
  const side = exam.querySelector(".exam-side");
  if (side && current()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.textContent = off ? words.keys_on : words.keys_off;
    button.addEventListener("click", () => {
      off = !off;
      remember(off);
      button.textContent = off ? words.keys_on : words.keys_off;
    });
    side.append(button);
  }
  document.addEventListener("keydown", (event) => {
    const form = current();
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat;
    const typing = event.target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (off || !form || busy || typing) {
      return;
    }
    const key = event.key.toLowerCase();
    const button = { n: "next", p: "previous", m: "flag" }[key];
    if (button) {
      const found = form.querySelector('button[value="' + button + '"]');
      if (found) {
        event.preventDefault();
        found.click();
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
