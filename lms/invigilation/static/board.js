// The board follows what happens: every five seconds it asks how everybody stands, and changes what has changed.

const EVERY = 5000;
const SHOWN = ["seat", "name", "login", "unit", "word", "done", "away", "moved", "extra"];

const form = document.getElementById("board");
const body = form.querySelector("tbody");
const line = document.getElementById("line");
const clock = document.getElementById("clock");
const picked = document.getElementById("picked");
const pickAll = document.getElementById("pick-all");
const kinds = JSON.parse(form.dataset.tags);

let base = Date.parse(form.dataset.serverTime) - performance.now();
let heard = null;
let mark = "";

function now() {
  return base + performance.now();
}

// Beijing has one clock all year.
function time(moment) {
  return new Date(moment + 8 * 3600000).toISOString().slice(11, 19);
}

function put(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function left(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes + ":" + String(seconds % 60).padStart(2, "0");
}

function tick() {
  put(clock, time(now()));
  for (const cell of body.querySelectorAll('[data-cell="left"]')) {
    const { deadline, left: frozen } = cell.dataset;
    if (frozen) {
      put(cell, left(Number(frozen)));
    } else if (deadline) {
      const seconds = Math.ceil((Date.parse(deadline) - now()) / 1000);
      put(cell, seconds > 0 ? left(seconds) : form.dataset.late);
    } else {
      put(cell, "");
    }
  }
  for (const cell of body.querySelectorAll('[data-cell="seen"]')) {
    const seconds = cell.dataset.seen ? Math.max(0, Math.floor((now() - Date.parse(cell.dataset.seen)) / 1000)) : -1;
    const far = seconds >= 120;
    put(cell, seconds < 0 ? "" : far ? Math.floor(seconds / 60) + form.dataset.minutesAgo : seconds + form.dataset.ago);
  }
}

function draw(row, element) {
  element.dataset.row = String(row.id);
  element.dataset.state = row.state;
  for (const name of SHOWN) {
    put(element.querySelector('[data-cell="' + name + '"]'), String(row[name]));
  }
  element.querySelector('[data-cell="word"]').className = "tag " + kinds[row.state];
  element.querySelector('[data-cell="name"]').setAttribute("href", row.url);
  const bar = element.querySelector("progress");
  bar.value = row.share;
  bar.hidden = !row.sitting;
  const time = element.querySelector('[data-cell="left"]').dataset;
  time.deadline = row.deadline;
  time.left = String(row.left);
  element.querySelector('[data-cell="seen"]').dataset.seen = row.seen;
  drawBox(row, element.querySelector(".pick"));
}

function drawBox(row, cell) {
  let box = cell.querySelector("input");
  if (box && !row.sitting) {
    box.remove();
  }
  if (row.sitting && !box) {
    box = document.createElement("input");
    box.type = "checkbox";
    box.name = "s";
    cell.append(box);
  }
  if (box && row.sitting) {
    if (box.value !== String(row.sitting)) {
      box.value = String(row.sitting);
      box.checked = false;
    }
    box.setAttribute("aria-label", form.dataset.choose + " " + row.name);
  }
}

// Somebody new gets a row like the others; with none to be like, the page is built anew.
function newRow() {
  const element = body.firstElementChild.cloneNode(true);
  const box = element.querySelector(".pick input");
  if (box) {
    box.remove();
  }
  return element;
}

function drawAll(found) {
  if (found.rows.length && !body.firstElementChild) {
    window.location.reload();
    return;
  }
  const known = new Map(Array.from(body.children, (element) => [element.dataset.row, element]));
  found.rows.forEach((row, place) => {
    let element = known.get(String(row.id));
    known.delete(String(row.id));
    if (!element) {
      element = newRow();
    }
    draw(row, element);
    if (body.children[place] !== element) {
      body.insertBefore(element, body.children[place] || null);
    }
  });
  known.forEach((element) => element.remove());
  for (const [state, count] of Object.entries(found.counts)) {
    const place = document.querySelector('[data-count="' + state + '"]');
    put(place, String(count));
    place.parentElement.hidden = !count;
  }
  for (const [name, count] of Object.entries(found.totals)) {
    const place = document.querySelector('[data-total="' + name + '"]');
    if (place) {
      put(place, String(count));
    }
  }
  base = Date.parse(found.server_time) - performance.now();
}

async function ask() {
  const headers = mark ? { "If-None-Match": mark } : {};
  try {
    const answer = await fetch(form.dataset.url, { credentials: "same-origin", cache: "no-store", redirect: "error", headers });
    if (answer.status === 200) {
      drawAll(await answer.json());
      mark = answer.headers.get("ETag") || "";
    } else if (answer.status !== 304) {
      throw new Error(String(answer.status));
    }
    heard = now();
    line.classList.remove("lost");
    put(line, form.dataset.live + time(heard));
  } catch (error) {
    line.classList.add("lost");
    put(line, form.dataset.silent + time(heard === null ? Date.parse(form.dataset.serverTime) : heard));
  }
  tick();
  count();
  setTimeout(ask, EVERY);
}

function boxes() {
  return Array.from(body.querySelectorAll('input[name="s"]'));
}

function count() {
  const chosen = boxes().filter((box) => box.checked).length;
  put(picked, chosen ? "(" + chosen + ")" : "");
}

body.addEventListener("change", () => {
  form.querySelector('[name="who"][value="chosen"]').checked = true;
  count();
});
pickAll.addEventListener("change", () => {
  boxes().forEach((box) => {
    box.checked = pickAll.checked;
  });
  count();
});

setInterval(tick, 1000);
tick();
setTimeout(ask, EVERY);
