// On the page after the end: what this browser still holds of the sitting goes to the server, which keeps it as late.

import { Box } from "./box.js";
import { Journal } from "./journal.js";
import { Line } from "./line.js";
import { Saver } from "./saver.js";

const place = document.getElementById("left-behind");
const data = place.dataset;
const journal = new Journal(data.api, data.person, new Box(data.key));
place.removeAttribute("data-key"); // it is in the box now
let arrived = 0;

function say(words, count) {
  place.textContent = words.replace("{count}", count);
  place.hidden = false;
}

function nothing() {}

const tell = {
  login: data.login,
  state: (name, count) => say(data.sending, count),
  late: (count) => {
    arrived += count;
  },
  saved: () => {
    journal.close();
    say(data.arrived, arrived);
    place.hidden = !arrived; // the server had it all along, and only its word had not come
  },
  over: (count) => say(data.refused, count), // what was not taken stays in this computer
  refused: nothing,
  signedOut: nothing,
  changePassword: nothing,
  clock: nothing,
};

async function send() {
  const { rows } = await journal.all();
  if (!rows.length) {
    journal.close();
    return;
  }
  const token = document.querySelector("input[name=csrf_token]").value;
  const saver = new Saver(new Line(data.api, token, data.signIn), journal, tell, 0);
  rows.forEach((row) => saver.restore(row));
  saver.say();
  saver.flush();
}

send();
