// The exam page with a script: answers are saved automatically, questions change without loading, and work continues
// offline. Without the script the same page works by forms.

import { Attention } from "./attention.js";
import { Box } from "./saving/box.js";
import { Clock } from "./clock.js";
import { Ending } from "./ending.js";
import { asks, isEmpty, read, same, served, write } from "./fields.js";
import { Journal } from "./saving/journal.js";
import { listenToKeys } from "./keys.js";
import { Line } from "./saving/line.js";
import { Paper } from "./paper.js";
import { pause } from "./pause.js";
import { Presence } from "./presence.js";
import { Rescue } from "./saving/rescue.js";
import { Saver } from "./saving/saver.js";
import { announce, button, exam, mark, notice, say, setFlag, showState, time, withdraw, words } from "./screen.js";
import { SignIn, again } from "./sign.js";
import { Standing } from "./standing.js";

const WHILE_TYPING = 800;
const FIRST_SAVES = 5000; // candidates who begin together spread their first saves over this
const AT_THE_START = 60000;
const JOURNAL_OPENS = 3000; // a browser's database may hang; an exam must not wait longer for it
const AWAY_LONG = 60000; // then the candidate is offered the answer file

const data = exam.dataset;
const last = new Map(); // the fields as they were last given to the saver, by position
const flags = new Map(); // flags that the server has not acknowledged yet
let onServer = []; // on pages without questions: the answers that the server has
const taken = new Set(); // the positions that were answered on this page
let recovered = false; // the journal was read, or is too slow to wait for
let leaving = false;
let closed = null; // the decision of the invigilator who collected the paper

function go(url) {
  leaving = true;
  attention.excuse();
  location.href = url;
}

// What the page does when the saver reports something.
const tell = {
  login: data.login,
  saved(moment) {
    if (closed) {
      atRest();
      return;
    }
    ["signed-out", "waiting", "password"].forEach(withdraw);
    rescue.withdraw();
    showState("saved", say(words.saved, { time: time(moment) }));
    sendFlags();
  },
  state(name, count) {
    const paused = standing.held === "paused";
    const offline = count ? words.offline : words.away;
    const text = { offline: offline, kept: paused ? words.paused_kept : words.kept, saving: words.saving }[name];
    const said = say(text, { count: count });
    showState(name === "kept" ? "offline" : name, journal.works ? said : said + " " + words.nowhere);
  },
  refused(position, why) {
    notice("refused-" + position, say(words.refused, { position: position, why: why }));
    mark(position, "blank");
  },
  signedOut(stranger) {
    const text = stranger ? say(words.stranger, { name: stranger }) : words.signed_out;
    notice("signed-out", text, again(signIn), { url: data.signIn, text: words.sign_in, apart: true });
  },
  changePassword() {
    notice("password", words.change_password, { url: data.password, text: words.to_password, apart: true });
  },
  async over(lost) {
    paper.close();
    rescue.withdraw();
    await presence.report(); // its answer may say who ended it, and why
    journal.close().then(() => {
      if (closed) {
        if (lost) {
          notice("late", say(words.ended_lost, { count: lost }));
        }
        showState("quiet", "");
        return;
      }
      if (lost) {
        notice("over", say(words.lost, { count: lost }), { url: data.receipt, text: words.receipt });
      } else {
        go(data.receipt);
      }
    });
  },
  late(count) {
    notice("late", say(words.late, { count: count }));
    presence.report(); // an invigilator may have collected the paper
  },
  clock(serverTime, deadline, asked) {
    clock.set(serverTime, deadline, asked, performance.now());
  },
};

const token = exam.querySelector("input[name=csrf_token]");
const box = new Box(data.key);
const line = new Line(data.api, token ? token.value : "", data.signIn);
const journal = new Journal(data.api, data.person, box);
const young = Date.parse(data.serverTime) - Date.parse(data.startedAt) < AT_THE_START;
const saver = new Saver(line, journal, tell, young ? Math.random() * FIRST_SAVES : 0);
const clock = new Clock(document.getElementById("timer"), announce, words, timeIsUp);
const paper = new Paper(adopt, (form) => {
  take(form, true);
  saver.soon(0);
});
const attention = new Attention(() => presence.report());
const rescue = new Rescue(box, everything, () => attention.excuse());
const ending = new Ending(saver, journal, rescue, go);
const signIn = new SignIn(line, () => {
  withdraw("signed-out");
  saver.hurry();
});
const standing = new Standing(clock, {
  covered: takeCurrent,
  resumed: () => saver.hurry(),
  ended: collected,
  here: () => {
    leaving = true;
    document.getElementById("go-on-here").submit();
  },
});
const presence = new Presence(line, attention, {
  heard: (answer, asked) => standing.heard(answer, asked),
  silent: () => saver.lost(),
  refused: () => saver.flush(true),
});
exam.removeAttribute("data-key"); // the box has it now

// A question has arrived, with its saved answer.
function adopt(form) {
  const position = Number(form.dataset.position);
  saver.knows(position, Number(form.dataset.seq));
  last.set(position, served(form));
  if (recovered) {
    settle(form);
  }
}

// Put the answer of the journal into the fields, unless they already have a newer one: then save that.
function settle(form) {
  const position = Number(form.dataset.position);
  const waiting = saver.pending.get(position);
  if (waiting && same(read(form), last.get(position))) {
    write(form, waiting.fields);
    last.set(position, read(form));
  } else {
    take(form, false);
  }
}

// Give the fields of a form to the saver if they have changed, or if a question is left blank for the first time.
// Not before the journal was read: the numbers in it must precede that of a newer answer.
function take(form, evenEmpty) {
  if (!recovered) {
    return;
  }
  const position = Number(form.dataset.position);
  const fields = read(form);
  const untouched = evenEmpty && !saver.sent.get(position);
  if (same(fields, last.get(position)) && !untouched) {
    return;
  }
  taken.add(position);
  last.set(position, fields);
  withdraw("refused-" + position);
  mark(position, asks(form) && isEmpty(fields) ? "blank" : "answered");
  saver.add(position, fields);
}

function takeCurrent() {
  if (paper.current()) {
    take(paper.current(), false);
  }
}

// Everything that is typed goes into the journal at once, and to the server after a pause.
function changed(event) {
  const form = event.target.closest("form.question");
  if (!form || event.isComposing) {
    return;
  }
  const text = event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])");
  take(form, false);
  saver.soon(text && event.type !== "change" ? WHILE_TYPING : 0);
}

function entered(event) {
  const form = event.target.closest("form.question");
  if (form && paper.whole && form !== paper.current()) {
    paper.here(Number(form.dataset.position));
  }
}

// Go to the review if the server can be reached: a page that cannot be loaded would replace this one.
async function toReview() {
  takeCurrent();
  if (await saver.flush(true)) {
    go(data.review);
  } else if (!saver.stopped) {
    const count = saver.pending.size;
    notice("waiting", say(count ? words.waiting : words.no_review, { count: count }));
    rescue.offer(words.rescue_at_end);
  }
}

function pressed(event) {
  const form = event.target;
  if (!form.matches("form.question")) {
    return;
  }
  const pressed = event.submitter ? event.submitter.value : "next";
  const here = Number(form.dataset.position);
  const to = here + (pressed === "previous" ? -1 : 1);
  if (pressed === "flag") {
    flags.set(here, event.submitter.getAttribute("aria-pressed") !== "true");
    setFlag(form, flags.get(here));
    sendFlags();
  } else if (to > paper.length) {
    toReview();
  } else if (!paper.turn(to, true)) {
    leaving = true; // that question is not here yet: the form itself saves and loads it
    return;
  }
  event.preventDefault();
}

function followed(event) {
  if (event.target.closest("a[target=_blank]")) {
    attention.excuse(); // a window that the page itself opens
  }
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
      const { status } = await line.put("/flags", { position: position, flagged: flagged });
      if (status === 200 && flags.get(position) === flagged) {
        flags.delete(position);
      }
    } catch (error) {
      return; // sent again after the next save
    }
  }
}

// The answers for the emergency file: those not sent yet, and those that the server is known to have.
function everything() {
  const answers = Array.from(saver.pending.values(), (packet) => Object.assign({ held: false }, packet));
  for (const form of paper.forms()) {
    const position = Number(form.dataset.position);
    const seq = saver.sent.get(position) || 0;
    if (seq && !saver.pending.has(position)) {
      answers.push({ position: position, seq: seq, fields: last.get(position), held: true });
    }
  }
  for (const known of onServer) {
    if (!answers.some((answer) => answer.position === known.position)) {
      answers.push({ position: known.position, seq: known.seq, response: known.response, held: true });
    }
  }
  return { person: Number(data.person), made_at: new Date().toISOString(), server_time: clock.now(), answers: answers };
}

// The server collects the paper by itself; the page sends the last answer and gets the receipt. But it asks first: an
// invigilator may have extended the exam.
async function timeIsUp() {
  takeCurrent();
  paper.close();
  showState("saving", words.over);
  announce(words.over);
  if (!(await ending.collect(words.over_waiting, () => clock.left() <= 0))) {
    paper.close(true);
    rescue.withdraw();
    clock.goOn();
  }
}

// An invigilator ended the sitting, or the candidate did in another browser.
function collected(decision) {
  closed = decision;
  presence.over = Boolean(decision) || saver.stopped;
  if (!decision) {
    saver.flush(true);
    return;
  }
  takeCurrent();
  paper.close();
  rescue.withdraw();
  if (saver.pending.size) {
    sayCollected(words.ended_waiting);
    saver.hurry();
  } else {
    atRest();
  }
}

function sayCollected(template) {
  const facts = { by: closed.by, reason: closed.reason, count: saver.pending.size };
  notice("over", say(template, facts), { url: data.receipt, text: words.receipt });
}

// The paper was collected, and no answer is left to be sent.
function atRest() {
  saver.stopped = true;
  journal.close();
  showState("quiet", "");
  sayCollected(words.ended);
}

function setClock() {
  const [page] = performance.getEntriesByType("navigation");
  clock.set(data.serverTime, data.deadline, page.requestStart, page.responseStart);
  clock.start();
}

function leave() {
  takeCurrent();
  saver.leave();
}

async function recover() {
  const { rows, lost } = await journal.all();
  for (const row of rows.filter((kept) => !taken.has(kept.position))) {
    if (row.seq > (saver.sent.get(row.position) || 0)) {
      saver.restore(row);
      mark(row.position, isEmpty(row.fields) ? "blank" : "answered");
    } else {
      journal.forget(row.position, row.seq);
    }
  }
  if (lost) {
    notice("unreadable", say(words.unreadable, { count: lost }));
  }
  if (recovered) {
    paper.forms().forEach(settle); // late: the candidate is already working on the page
    saver.flush();
  }
}

function offerChoice() {
  const side = exam.querySelector(".exam-side");
  const name = () => (paper.whole ? words.show_one : words.show_all);
  const choice = button({
    text: name(),
    plain: true,
    press() {
      takeCurrent();
      paper.change();
      choice.textContent = name();
    },
  });
  choice.id = "show-all";
  side.append(document.createElement("p"));
  side.lastElementChild.append(choice);
}

// Until the journal was read, the exam is submitted by the form alone: what is in the journal stays there, and the
// receipt page sends it.
async function withoutQuestions(reading) {
  const form = document.getElementById("hand-in");
  if (form) {
    reading.then(() => ending.watch(form));
  }
  try {
    const { status, body } = await line.ask(data.api, "GET");
    onServer = status === 200 ? body.answers : [];
  } catch (error) {
    // They are needed only for an emergency file.
  }
}

async function begin() {
  setClock();
  showState("quiet", words.ready);
  paper.forms().forEach(adopt);
  const reading = recover();
  await Promise.race([reading, pause(JOURNAL_OPENS)]);
  recovered = true;
  paper.forms().forEach(settle);
  if (paper.forms().length) {
    paper.turn(Number(paper.forms()[0].dataset.position), false);
    offerChoice();
    listenToKeys(exam, words, () => (standing.held ? null : paper.current()), () => clock.say());
    paper.gather();
  } else {
    withoutQuestions(reading);
  }
  await saver.flush();
  presence.start();
}

for (const name of ["input", "change", "compositionend"]) {
  document.addEventListener(name, changed);
}
document.addEventListener("focusin", entered);
document.addEventListener("submit", pressed);
document.addEventListener("click", followed);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    leave();
  } else {
    saver.hurry();
  }
});
window.addEventListener("pagehide", leave);
window.addEventListener("online", () => setTimeout(() => saver.hurry(), Math.random() * 1000));
window.addEventListener("popstate", () => paper.turn(Number(location.pathname.split("/").pop()), false));
window.addEventListener("beforeunload", (event) => {
  if (saver.pending.size && !journal.works && !leaving) {
    event.preventDefault();
    event.returnValue = "";
  }
});
setInterval(() => {
  if (saver.since && performance.now() - saver.since > AWAY_LONG && !saver.stopped) {
    rescue.offer(words.rescue);
  }
}, 5000);

begin();
