// The exam page with a script: answers save themselves, questions turn without loading, and work goes on offline.
// Without it the same page works by forms.

import { Clock } from "./clock.js";
import { asks, isEmpty, read, same, write } from "./fields.js";
import { Journal } from "./journal.js";
import { listenToKeys } from "./keys.js";
import { Paper, pause } from "./paper.js";
import { Saver } from "./saver.js";
import { announce, exam, mark, notice, say, setFlag, showState, time, withdraw, words } from "./screen.js";

const WHILE_TYPING = 800;
const LONGEST_TYPING = 5000;
const ASK_EVERY = 60000;

const last = new Map(); // the fields as they were last handed to the saver, by position
const flags = new Map(); // flags that the server has not taken yet
let typing = { since: 0, timer: 0 };
let leaving = false;

function go(url) {
  leaving = true;
  location.href = url;
}

// What the saver has to tell.
const tell = {
  page: () => exam.dataset.all,
  saved(moment) {
    withdraw("signed-out");
    withdraw("waiting");
    if (!typing.since) {
      showState("saved", say(words.saved, { time: time(moment) }));
    }
    sendFlags();
  },
  state(name, count) {
    const text = name === "offline" ? say(words.offline, { count: count }) : words.saving;
    showState(name, journal.works ? text : text + " " + words.nowhere);
  },
  refused(position, why) {
    notice("refused-" + position, say(words.refused, { position: position, why: why }));
    mark(position, "blank");
  },
  signedOut() {
    notice("signed-out", words.signed_out, { url: exam.dataset.signIn, text: words.sign_in, apart: true });
  },
  over(lost) {
    const receipt = exam.dataset.receipt;
    paper.close();
    journal.forgetAll().then(() => {
      if (lost) {
        notice("over", say(words.lost, { count: lost }), { url: receipt, text: words.receipt });
      } else {
        go(receipt);
      }
    });
  },
  late(count) {
    notice("late", say(words.late, { count: count }));
  },
  clock(serverTime, deadline, asked) {
    clock.set(serverTime, deadline, asked, performance.now());
  },
};

const token = document.querySelector("#exam input[name=csrf_token]");
const journal = new Journal(exam.dataset.api, exam.dataset.person);
const saver = new Saver(exam.dataset.api, token ? token.value : "", journal, tell);
const clock = new Clock(document.getElementById("timer"), announce, words, timeIsUp);
const paper = new Paper(adopt, (form) => {
  take(form, true);
  saver.soon(0);
});

// A question has arrived: what the server knows of it, then what the journal still holds.
function adopt(form) {
  const position = Number(form.dataset.position);
  saver.knows(position, Number(form.dataset.seq));
  const waiting = saver.pending.get(position);
  if (waiting) {
    write(form, waiting.fields);
  }
  last.set(position, read(form));
}

// Hand the fields of a form to the saver if they have changed; left blank for the first time, that too.
function take(form, evenEmpty) {
  const position = Number(form.dataset.position);
  const fields = read(form);
  const untouched = evenEmpty && !saver.sent.get(position);
  if (same(fields, last.get(position)) && !untouched) {
    return;
  }
  last.set(position, fields);
  withdraw("refused-" + position);
  mark(position, asks(form) && isEmpty(fields) ? "blank" : "answered");
  saver.add(position, fields);
}

function takeCurrent() {
  clearTimeout(typing.timer);
  typing.since = 0;
  if (paper.current()) {
    take(paper.current(), false);
  }
}

function changed(event) {
  const form = event.target.closest("form.question");
  if (!form || event.isComposing) {
    return;
  }
  const text = event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])");
  if (event.type === "change" || !text) {
    takeCurrent();
    saver.soon(0);
    return;
  }
  typing.since = typing.since || performance.now();
  if (!saver.wait) {
    showState("saving", words.saving); // what was typed just now is not on the server yet
  }
  const age = performance.now() - typing.since;
  clearTimeout(typing.timer);
  typing.timer = setTimeout(() => {
    takeCurrent();
    saver.soon(0);
  }, Math.max(0, Math.min(WHILE_TYPING, LONGEST_TYPING - age)));
}

async function toReview() {
  takeCurrent();
  if (await saver.flush()) {
    go(exam.dataset.review);
  } else if (!saver.stopped) {
    notice("waiting", say(words.waiting, { count: saver.pending.size }));
  }
}

function pressed(event) {
  const form = event.target;
  if (!form.matches("form.question")) {
    return;
  }
  const button = event.submitter ? event.submitter.value : "next";
  const to = paper.now + (button === "previous" ? -1 : 1);
  if (button === "flag") {
    flags.set(paper.now, event.submitter.getAttribute("aria-pressed") !== "true");
    setFlag(form, flags.get(paper.now));
    sendFlags();
  } else if (to > paper.length) {
    toReview();
  } else if (!paper.turn(to, true)) {
    leaving = true; // that question is not here yet: the form itself saves and goes
    return;
  }
  event.preventDefault();
}

function followed(event) {
  const cell = event.target.closest("#exam .answer-sheet [data-position]");
  if (cell && paper.turn(Number(cell.dataset.position), true)) {
    event.preventDefault();
  } else if (event.target.closest("#to-review") && paper.place) {
    event.preventDefault();
    toReview();
  }
}

async function sendFlags() {
  for (const [position, flagged] of Array.from(flags)) {
    try {
      const response = await saver.request("/flags", "PUT", { position: position, flagged: flagged });
      if (response.ok && flags.get(position) === flagged) {
        flags.delete(position);
      }
    } catch (error) {
      return; // sent again after the next save
    }
  }
}

// The server collects the paper without us; what we want is the last answer on its way, and the receipt.
async function timeIsUp() {
  takeCurrent();
  paper.close();
  showState("saving", words.over);
  announce(words.over);
  for (let wait = 500; !saver.stopped; wait = Math.min(wait * 2, 8000)) {
    try {
      if (await saver.submit()) {
        await journal.forgetAll();
        go(exam.dataset.receipt);
        return;
      }
    } catch (error) {
      // No network: try again.
    }
    await pause(wait + Math.random() * wait);
  }
}

function setClock() {
  const [page] = performance.getEntriesByType("navigation");
  clock.set(exam.dataset.serverTime, exam.dataset.deadline, page.requestStart, page.responseStart);
  clock.start();
}

function leave() {
  takeCurrent();
  saver.leave();
}

async function begin() {
  setClock();
  showState("quiet", words.ready);
  paper.forms().forEach(adopt);
  for (const row of await journal.all()) {
    if (row.seq > (saver.sent.get(row.position) || 0)) {
      saver.restore(row);
      mark(row.position, isEmpty(row.fields) ? "blank" : "answered");
    } else {
      journal.forget(row.position, row.seq);
    }
  }
  paper.forms().forEach(adopt);
  if (paper.forms().length) {
    paper.turn(Number(paper.forms()[0].dataset.position), false);
    listenToKeys(exam, words, () => paper.current());
  }
  paper.gather();
  await saver.flush();
}

for (const name of ["input", "change", "compositionend"]) {
  document.addEventListener(name, changed);
}
document.addEventListener("submit", pressed);
document.addEventListener("click", followed);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    leave();
  } else {
    saver.flush(true);
  }
});
window.addEventListener("pagehide", leave);
window.addEventListener("online", () => saver.schedule(Math.random() * 1000));
window.addEventListener("popstate", () => paper.turn(Number(location.pathname.split("/").pop()), false));
window.addEventListener("beforeunload", (event) => {
  if (saver.pending.size && !journal.works && !leaving) {
    event.preventDefault();
    event.returnValue = "";
  }
});
setInterval(() => {
  if (!saver.pending.size && document.visibilityState === "visible") {
    saver.flush(true); // sends nothing, and brings the server's time
  }
}, ASK_EVERY);

begin();
