// Rows come and go and the preview follows without leaving the page. The server draws both; nothing is written.

const form = document.getElementById("question-form");
const fields = document.getElementById("fields");
const preview = document.getElementById("preview");
const PAUSE = 400;
let waiting = 0;
let asked = 0;
let dirty = false;
let leaving = false;

async function ask(part, what) {
  const body = new FormData(form);
  body.set("do", what);
  const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": part } });
  if (!answer.ok || answer.redirected) {
    throw new Error(String(answer.status));
  }
  return { html: await answer.text(), focus: answer.headers.get("X-Focus") };
}

function go(name) {
  const field = name && document.getElementById("f-" + name.split(".").join("-"));
  if (field) {
    field.focus();
  }
}

async function look() {
  const mine = ++asked;
  try {
    const found = await ask("preview", "preview");
    if (mine === asked) {
      preview.innerHTML = found.html;
    }
  } catch (error) {
    // The button does the same, and says what is wrong.
  }
}

async function changeRows(button) {
  try {
    const found = await ask("fields", button.value);
    fields.innerHTML = found.html;
    go(found.focus);
    look();
  } catch (error) {
    leaving = true;
    button.dataset.plain = "1";
    button.click();
  }
}

function later() {
  dirty = true;
  clearTimeout(waiting);
  waiting = setTimeout(look, PAUSE);
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=do]");
  if (button && fields.contains(button) && !button.dataset.plain) {
    event.preventDefault();
    dirty = true;
    changeRows(button);
  }
});

// Enter in a field of a row leads to the same field of the next one; after the last it adds one.
function following(input) {
  const group = input.closest("[data-rows]");
  const step = /^((?:en\.)?\w+)\.(\d+)\.(\w+)$/.exec(input.name);
  if (!group || !step) {
    return null;
  }
  const next = form.elements[`${step[1]}.${Number(step[2]) + 1}.${step[3]}`];
  return next || group.querySelector("button[value$='.add']");
}

form.addEventListener("keydown", (event) => {
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
  if (event.key === "Enter" && plain && event.target.matches("input[type=text]")) {
    event.preventDefault();
    const next = following(event.target);
    if (next && next.type === "submit") {
      next.click();
    } else if (next) {
      next.focus();
    }
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    document.getElementById("save").click();
  }
});

// Several lines pasted into an option fill the options below it.
form.addEventListener("paste", (event) => {
  const input = event.target;
  const step = /^(\w+)\.(\d+)\.(\w+)$/.exec(input.name || "");
  const text = event.clipboardData.getData("text/plain");
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^\s*[A-Za-z][.．、)）]\s*/, "").trim()).filter(Boolean);
  const boxes = lines.map((_, more) => step && form.elements[`${step[1]}.${Number(step[2]) + more}.${step[3]}`]);
  if (input.type !== "text" || lines.length < 2 || !boxes.every(Boolean)) {
    return;
  }
  event.preventDefault();
  lines.forEach((line, number) => { boxes[number].value = line; });
  later();
});

form.addEventListener("input", later);
form.addEventListener("submit", () => { leaving = true; });
window.addEventListener("beforeunload", (event) => {
  if (dirty && !leaving) {
    event.preventDefault();
    event.returnValue = "";
  }
});

// A picture goes in where one wrote last. Without a script its own page opens and shows the words to paste.
const pictures = document.getElementById("picture-form");
let written = document.getElementById("f-stem");

form.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea, input[type=text]")) {
    written = event.target;
  }
});

pictures.addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = document.getElementById("picture-said");
  const answer = await fetch(pictures.action, { method: "POST", body: new FormData(pictures), headers: { "X-Part": "markdown" } });
  const words = await answer.text();
  if (!answer.ok) {
    said.textContent = words;
    return;
  }
  const box = document.contains(written) ? written : document.getElementById("f-stem");
  const at = box.selectionEnd;
  const gap = box.tagName === "TEXTAREA" && at > 0 ? "\n\n" : "";
  box.value = box.value.slice(0, at) + gap + words + box.value.slice(at);
  said.textContent = "";
  pictures.reset();
  box.focus();
  later();
});

if (form.dataset.focus) {
  document.getElementById(form.dataset.focus).focus();
}
