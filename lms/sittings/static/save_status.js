// Shows the candidate what becomes of the answers: saved, kept on this computer, refused, or waiting for a sign-in.

import { mark, notice, say, showState, time, withdraw, words } from "./screen.js";

const refused = new Set(); // the positions whose answer the server cannot read, until they are changed

function refusedPositions() {
  return Array.from(refused).sort((a, b) => a - b).join(words.and);
}

export function showSaved(moment) {
  ["signed-out", "waiting", "password"].forEach(withdraw);
  const facts = { time: time(moment), positions: refusedPositions() };
  showState(refused.size ? "refused" : "saved", say(refused.size ? words.saved_except : words.saved, facts));
}

// `state` is "saving", "kept" (the server answers with errors) or "offline"; `journalWorks`: they are kept on disk.
export function showUnsaved(state, count, paused, journalWorks) {
  const away = refused.size ? words.away_except : words.away;
  const offline = count ? words.offline : away;
  const template = { offline: offline, kept: paused ? words.paused_kept : words.kept, saving: words.saving }[state];
  const text = say(template, { count: count, positions: refusedPositions() });
  showState(state === "kept" ? "offline" : state, journalWorks ? text : text + " " + words.nowhere);
}

export function showRefused(position, reasons) {
  refused.add(position);
  notice("refused-" + position, say(words.refused, { position: position, why: reasons.filter(Boolean).join(words.then) }));
  showState("refused", say(words.not_saved, { positions: refusedPositions() }));
  mark(position, "blank");
}

// The answer was changed: it is sent again.
export function withdrawRefused(position) {
  refused.delete(position);
  withdraw("refused-" + position);
}

// `stranger` is the name of another person who is signed in to this browser, if one is; `url` is the page for signing in.
export function askToSignIn(stranger, signInHere, url) {
  const text = stranger ? say(words.stranger, { name: stranger }) : words.signed_out;
  const here = { text: words.sign_in_here, press: signInHere };
  notice("signed-out", text, here, { url: url, text: words.sign_in, apart: true });
}

export function askForPassword(url) {
  notice("password", words.change_password, { url: url, text: words.to_password, apart: true });
}
