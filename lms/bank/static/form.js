// Adds, moves and removes rows and updates the preview without leaving the page. The server renders both and saves nothing.

const form = document.getElementById("question-form");
const fields = document.getElementById("fields");
const preview = document.getElementById("preview");
const PAUSE = 400;
let timer = 0;
let lastRequest = 0;
let dirty = false;
let leaving = false;

async function fetchPart(part, action) {
  const body = new FormData(form);
  body.set("do", action);
  const response = await fetch(form.action, { method: "POST", body, headers: { "X-Part": part } });
  if (!response.ok || response.redirected) {
    throw new Error(String(response.status));
  }
  return { html: await response.text(), focus: response.headers.get("X-Focus") };
}

function focusField(name) {
  const field = name && document.getElementById("f-" + name.split(".").join("-"));
  if (field) {
    field.focus();
  }
}

async function updatePreview() {
  const request = ++lastRequest;
  try {
    const part = await fetchPart("preview", "preview");
    if (request === lastRequest) {
      preview.innerHTML = part.html;
    }
  } catch (error) {
    // The preview button does the same, and shows what is wrong.
  }
}

async function changeRows(button) {
  try {
    const part = await fetchPart("fields", button.value);
    fields.innerHTML = part.html;
    focusField(part.focus);
    updatePreview();
  } catch (error) {
    leaving = true;
    button.dataset.plain = "1";
    button.click();
  }
}

function schedulePreview() {
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(updatePreview, PAUSE);
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=do]");
  if (button && fields.contains(button) && !button.dataset.plain) {
    event.preventDefault();
    dirty = true;
    changeRows(button);
  }
});

// Enter in a field of a row moves to the same field of the next row; after the last row it adds one.
function nextControl(input) {
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
    const next = nextControl(event.target);
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
  schedulePreview();
});

form.addEventListener("input", schedulePreview);
form.addEventListener("submit", () => { leaving = true; });
window.addEventListener("beforeunload", (event) => {
  if (dirty && !leaving) {
    event.preventDefault();
    event.returnValue = "";
  }
});

// A picture is inserted in the field that had the focus last. Without a script its own page shows the text to paste.
const pictures = document.getElementById("picture-form");
let lastField = document.getElementById("f-stem");

form.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea, input[type=text]")) {
    lastField = event.target;
  }
});

pictures.addEventListener("submit", async (event) => {
  event.preventDefault();
  const status = document.getElementById("picture-said");
  const response = await fetch(pictures.action, { method: "POST", body: new FormData(pictures), headers: { "X-Part": "markdown" } });
  const text = await response.text();
  if (!response.ok) {
    status.textContent = text;
    return;
  }
  const box = document.contains(lastField) ? lastField : document.getElementById("f-stem");
  const at = box.selectionEnd;
  const gap = box.tagName === "TEXTAREA" && at > 0 ? "\n\n" : "";
  box.value = box.value.slice(0, at) + gap + text + box.value.slice(at);
  status.textContent = "";
  pictures.reset();
  box.focus();
  schedulePreview();
});

if (form.dataset.focus) {
  document.getElementById(form.dataset.focus).focus();
}
