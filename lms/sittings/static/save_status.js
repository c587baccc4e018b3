// Shows the candidate what becomes of the answers: saved, kept on this computer, refused, or waiting for a sign-in.

import { mark, notice, say, showState, time, withdraw, words } from "./screen.js";

export function showSaved(moment) {
  ["signed-out", "waiting", "password"].forEach(withdraw);
  showState("saved", say(words.saved, { time: time(moment) }));
}

// `state` is "saving", "kept" (the server answers with errors) or "offline"; `journalWorks`: they are kept on disk.
export function showUnsaved(state, count, paused, journalWorks) {
  const offline = count ? words.offline : words.away;
  const template = { offline: offline, kept: paused ? words.paused_kept : words.kept, saving: words.saving }[state];
  const text = say(template, { count: count });
  showState(state === "kept" ? "offline" : state, journalWorks ? text : text + " " + words.nowhere);
}

export function showRefused(position, why) {
  notice("refused-" + position, say(words.refused, { position: position, why: why }));
  mark(position, "blank");
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
