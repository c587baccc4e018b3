// What the exam page shows: the save state, notices, and announcements for screen readers.

export const exam = document.getElementById("exam");
export const words = JSON.parse(document.getElementById("exam-words").dataset.words);

const saveState = document.getElementById("save-state");
const announcer = document.getElementById("announcer");

export function say(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

export function time(moment) {
  return new Date(moment).toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });
}

export function showState(state, text) {
  saveState.dataset.state = state;
  saveState.textContent = text;
}

export function announce(text) {
  announcer.textContent = text;
}

// One notice of each id at a time, above the question. An action is a link {text, url, apart} or a button {text, press}.
export function notice(id, text, ...actions) {
  let box = document.getElementById(id);
  if (!box) {
    box = document.createElement("div");
    box.id = id;
    box.className = "notice alert";
    box.setAttribute("role", "alert");
    document.getElementById("exam-notices").prepend(box);
  }
  const words = box.querySelector("p") || box.appendChild(document.createElement("p"));
  if (words.textContent === text) {
    return; // shown already: do not announce it twice
  }
  words.textContent = text;
  box.querySelectorAll(".buttons").forEach((old) => old.remove());
  if (actions.length) {
    const buttons = box.appendChild(document.createElement("p"));
    buttons.className = "buttons";
    actions.forEach((action) => buttons.append(action.url ? link(action) : button(action)));
  }
}

function link(action) {
  const anchor = document.createElement("a");
  anchor.href = action.url;
  anchor.textContent = action.text;
  if (action.apart) {
    anchor.target = "_blank";
    anchor.rel = "noopener";
  }
  return anchor;
}

export function button(action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = action.plain ? "link-button" : "button";
  made.textContent = action.text;
  made.addEventListener("click", action.press);
  return made;
}

export function withdraw(id) {
  const box = document.getElementById(id);
  if (box) {
    box.remove();
  }
}

// The answer sheet.
export function cellOf(position) {
  return exam.querySelector('.answer-sheet [data-position="' + position + '"]');
}

export function mark(position, state) {
  const cell = cellOf(position);
  if (cell) {
    cell.dataset.state = state;
    cell.querySelector(".state").textContent = cell.closest("ol").dataset[state];
  }
}

export function setFlag(form, flagged) {
  const button = form.querySelector("button[value=flag]");
  button.setAttribute("aria-pressed", String(flagged));
  button.textContent = flagged ? words.unflag : words.flag;
  cellOf(Number(form.dataset.position)).toggleAttribute("data-flag", flagged);
}
