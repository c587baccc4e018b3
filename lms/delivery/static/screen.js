// What the exam page says: the save state, notices, and words for those who listen.

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

// One notice of each id at a time, above the question.
export function notice(id, text, link) {
  let box = document.getElementById(id);
  if (!box) {
    box = document.createElement("div");
    box.id = id;
    box.className = "notice alert";
    box.setAttribute("role", "alert");
    (document.getElementById("questions") || exam).prepend(box);
  }
  box.textContent = text;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.textContent = link.text;
    if (link.apart) {
      anchor.target = "_blank";
      anchor.rel = "noopener";
    }
    box.append(" ", anchor);
  }
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
