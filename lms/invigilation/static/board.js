// Keep the board up to date: every five seconds, ask the server for the state of all candidates and show what has changed.

const EVERY = 5000;
const TEXT_CELLS = ["seat", "name", "login", "unit", "word", "done", "away", "moved", "extra"];

const form = document.getElementById("board");
const body = form.querySelector("tbody");
const line = document.getElementById("line");
const clock = document.getElementById("clock");
const picked = document.getElementById("picked");
const pickAll = document.getElementById("pick-all");
const tags = JSON.parse(form.dataset.tags);

let base = Date.parse(form.dataset.serverTime) - performance.now();
let lastUpdate = null;
let etag = "";

function now() {
  return base + performance.now();
}

// China has one time zone and no daylight saving time.
function time(moment) {
  return new Date(moment + 8 * 3600000).toISOString().slice(11, 19);
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function clockText(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes + ":" + String(seconds % 60).padStart(2, "0");
}

function tick() {
  setText(clock, time(now()));
  for (const cell of body.querySelectorAll('[data-cell="left"]')) {
    const { deadline, left: paused } = cell.dataset;
    if (paused) {
      setText(cell, clockText(Number(paused)));
    } else if (deadline) {
      const seconds = Math.ceil((Date.parse(deadline) - now()) / 1000);
      setText(cell, seconds > 0 ? clockText(seconds) : form.dataset.late);
    } else {
      setText(cell, "");
    }
  }
  for (const cell of body.querySelectorAll('[data-cell="seen"]')) {
    const seconds = cell.dataset.seen ? Math.max(0, Math.floor((now() - Date.parse(cell.dataset.seen)) / 1000)) : -1;
    const inMinutes = seconds >= 120;
    setText(cell, seconds < 0 ? "" : inMinutes ? Math.floor(seconds / 60) + form.dataset.minutesAgo : seconds + form.dataset.ago);
  }
}

function draw(row, element) {
  element.dataset.row = String(row.id);
  element.dataset.state = row.state;
  for (const name of TEXT_CELLS) {
    setText(element.querySelector('[data-cell="' + name + '"]'), String(row[name]));
  }
  element.querySelector('[data-cell="word"]').className = "tag " + tags[row.state];
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

// A new candidate gets a copy of another row; an empty table is loaded again instead.
function newRow() {
  const element = body.firstElementChild.cloneNode(true);
  const box = element.querySelector(".pick input");
  if (box) {
    box.remove();
  }
  return element;
}

function drawAll(board) {
  if (board.rows.length && !body.firstElementChild) {
    window.location.reload();
    return;
  }
  const known = new Map(Array.from(body.children, (element) => [element.dataset.row, element]));
  board.rows.forEach((row, place) => {
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
  for (const [state, count] of Object.entries(board.counts)) {
    const place = document.querySelector('[data-count="' + state + '"]');
    setText(place, String(count));
    place.parentElement.hidden = !count;
  }
  for (const [name, count] of Object.entries(board.totals)) {
    const place = document.querySelector('[data-total="' + name + '"]');
    if (place) {
      setText(place, String(count));
    }
  }
  base = Date.parse(board.server_time) - performance.now();
}

async function update() {
  const headers = etag ? { "If-None-Match": etag } : {};
  try {
    const response = await fetch(form.dataset.url, { credentials: "same-origin", cache: "no-store", redirect: "error", headers });
    if (response.status === 200) {
      drawAll(await response.json());
      etag = response.headers.get("ETag") || "";
    } else if (response.status !== 304) {
      throw new Error(String(response.status));
    }
    lastUpdate = now();
    line.classList.remove("lost");
    setText(line, form.dataset.live + time(lastUpdate));
  } catch (error) {
    line.classList.add("lost");
    setText(line, form.dataset.silent + time(lastUpdate === null ? Date.parse(form.dataset.serverTime) : lastUpdate));
  }
  tick();
  count();
  setTimeout(update, EVERY);
}

function boxes() {
  return Array.from(body.querySelectorAll('input[name="s"]'));
}

function count() {
  const chosen = boxes().filter((box) => box.checked).length;
  setText(picked, chosen ? "(" + chosen + ")" : "");
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
setTimeout(update, EVERY);
