// The exam page with a script: answers are saved automatically, questions change without loading, and work continues
// offline. Without the script the same page works by forms.

import { Answers } from "./answers.js";
import { Attention } from "./attention.js";
import { Box } from "./saving/box.js";
import { Clock } from "./clock.js";
import { Connection } from "./saving/connection.js";
import { Ending } from "./ending.js";
import { Flags } from "./flags.js";
import { Journal } from "./saving/journal.js";
import { listenToKeys } from "./keys.js";
import { Paper } from "./paper.js";
import { pause } from "./pause.js";
import { Presence } from "./presence.js";
import { Rescue } from "./saving/rescue.js";
import { askForPassword, askToSignIn, showRefused, showSaved, showUnsaved } from "./save_status.js";
import { Saver } from "./saving/saver.js";
import { announce, button, exam, notice, say, showState, withdraw, words } from "./screen.js";
import { SignInAgain } from "./sign.js";
import { SittingState } from "./sitting_state.js";

const FIRST_SAVES = 5000; // candidates who begin together spread their first saves over this
const AT_THE_START = 60000;
const JOURNAL_OPENS = 3000; // a browser's database may hang; an exam must not wait longer for it
const AWAY_LONG = 60000; // then the candidate is offered the answer file

const data = exam.dataset;
let onServer = []; // on pages without questions: the answers that the server has
let leaving = false;

function go(url) {
  leaving = true;
  attention.excuse();
  location.href = url;
}

function saveCurrent() {
  if (paper.current()) {
    answers.collect(paper.current(), false);
  }
}

const token = exam.querySelector("input[name=csrf_token]");
const box = new Box(data.key);
exam.removeAttribute("data-key"); // the box has it now
const connection = new Connection(data.api, token ? token.value : "", data.signIn);
const journal = new Journal(data.api, data.person, box);
const young = Date.parse(data.serverTime) - Date.parse(data.startedAt) < AT_THE_START;
const saver = new Saver(connection, journal, {
  login: data.login,
  saved(moment) {
    if (ending.decision) {
      ending.finish();
      return;
    }
    showSaved(moment);
    rescue.withdraw();
    flags.send();
  },
  state: (name, count) => showUnsaved(name, count, sittingState.covered === "paused", journal.works),
  refused: showRefused,
  signedOut: (stranger) => askToSignIn(stranger, () => signInAgain.open(), data.signIn),
  changePassword: () => askForPassword(data.password),
  over: (lost) => ending.over(lost),
  late(count) {
    notice("late", say(words.late, { count: count }));
    presence.report(); // an invigilator may have collected the paper
  },
  clock: (serverTime, deadline, asked) => clock.set(serverTime, deadline, asked, performance.now()),
}, young ? Math.random() * FIRST_SAVES : 0);
const answers = new Answers(saver, journal);
const flags = new Flags(connection);
const clock = new Clock(document.getElementById("timer"), announce, words, () => ending.timeIsUp());
const paper = new Paper((form) => answers.adopt(form), (form) => {
  answers.collect(form, true);
  saver.soon(0);
});
const attention = new Attention(() => presence.report());
const rescue = new Rescue(box, rescueContents, () => attention.excuse());
const signInAgain = new SignInAgain(connection, () => {
  withdraw("signed-out");
  saver.retryNow();
});
const sittingState = new SittingState(clock, {
  covered: saveCurrent,
  resumed: () => saver.retryNow(),
  ended: (decision) => ending.collected(decision),
  here: () => {
    leaving = true;
    document.getElementById("go-on-here").submit();
  },
});
const presence = new Presence(connection, attention, {
  answered: (answer, asked) => sittingState.update(answer, asked),
  noAnswer: () => saver.noAnswer(),
  refused: () => saver.flush(true),
});
const ending = new Ending({ saver, journal, rescue, paper, clock, presence, saveCurrent, go });

function rescueContents() {
  const contents = { person: Number(data.person), made_at: new Date().toISOString(), server_time: clock.now() };
  return Object.assign(contents, { answers: answers.all(paper.forms(), onServer) });
}

function onFocus(event) {
  const form = event.target.closest("form.question");
  if (form && paper.showsAll && form !== paper.current()) {
    paper.setCurrent(Number(form.dataset.position));
  }
}

// Go to the review if the server can be reached: a page that cannot be loaded would replace this one.
async function toReview() {
  saveCurrent();
  if (await saver.flush(true)) {
    go(data.review);
  } else if (!saver.stopped) {
    const count = saver.queue.size;
    notice("waiting", say(count ? words.waiting : words.no_review, { count: count }));
    rescue.offer(words.rescue_at_end);
  }
}

// What was typed is saved, whether or not the other question is here yet.
function turnTo(position) {
  saveCurrent();
  saver.soon(0);
  paper.turnWhenHere(position);
}

function onSubmit(event) {
  const form = event.target;
  if (!form.matches("form.question")) {
    return;
  }
  const pressed = event.submitter ? event.submitter.value : "next";
  const to = Number(form.dataset.position) + (pressed === "previous" ? -1 : 1);
  if (pressed === "flag") {
    flags.toggle(form, event.submitter);
  } else if (to > paper.length) {
    toReview();
  } else {
    turnTo(to);
  }
  event.preventDefault();
}

function onClick(event) {
  if (event.target.closest("a[target=_blank]")) {
    attention.excuse(); // a window that the page itself opens
  }
  const cell = event.target.closest("#exam .answer-sheet [data-position]");
  if (cell && paper.element) {
    event.preventDefault();
    turnTo(Number(cell.dataset.position));
  } else if (event.target.closest("#to-review") && paper.element) {
    event.preventDefault();
    toReview();
  }
}

function leave() {
  saveCurrent();
  saver.leave();
}

function offerAllQuestions() {
  const side = exam.querySelector(".exam-side");
  const name = () => (paper.showsAll ? words.show_one : words.show_all);
  const choice = button({
    text: name(),
    plain: true,
    press() {
      saveCurrent();
      paper.toggle();
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
    const { status, body } = await connection.ask(data.api, "GET");
    onServer = status === 200 ? body.answers : [];
  } catch (error) {
    // They are needed only for an emergency file.
  }
}

function setClock() {
  const [page] = performance.getEntriesByType("navigation");
  clock.set(data.serverTime, data.deadline, page.requestStart, page.responseStart);
  clock.start();
}

async function recover() {
  if (await answers.recover()) {
    paper.forms().forEach((form) => answers.reconcile(form));
    saver.flush();
  }
}

async function begin() {
  setClock();
  showState("quiet", words.ready);
  paper.forms().forEach((form) => answers.adopt(form));
  const reading = recover();
  await Promise.race([reading, pause(JOURNAL_OPENS)]);
  answers.recovered = true;
  paper.forms().forEach((form) => answers.reconcile(form));
  if (paper.forms().length) {
    paper.turn(Number(paper.forms()[0].dataset.position), false);
    offerAllQuestions();
    listenToKeys(exam, words, () => (sittingState.covered ? null : paper.current()), () => clock.announceLeft());
    paper.fetchAll();
  } else {
    withoutQuestions(reading);
  }
  await saver.flush();
  presence.start();
}

for (const name of ["input", "change", "compositionend"]) {
  document.addEventListener(name, (event) => answers.onInput(event));
}
document.addEventListener("focusin", onFocus);
document.addEventListener("submit", onSubmit);
document.addEventListener("click", onClick);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    leave();
  } else {
    saver.retryNow();
  }
});
window.addEventListener("pagehide", leave);
window.addEventListener("online", () => setTimeout(() => saver.retryNow(), Math.random() * 1000));
window.addEventListener("popstate", () => paper.turn(Number(location.pathname.split("/").pop()), false));
window.addEventListener("beforeunload", (event) => {
  if (saver.queue.size && !journal.works && !leaving) {
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
