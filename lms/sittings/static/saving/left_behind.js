// On the receipt page: sends answers that are still in this browser to the server, which keeps them as late.

import { Box } from "./box.js";
import { Connection } from "./connection.js";
import { Journal } from "./journal.js";
import { Saver } from "./saver.js";

const place = document.getElementById("left-behind");
const data = place.dataset;
const journal = new Journal(data.api, data.person, new Box(data.key));
place.removeAttribute("data-key"); // the box has it now
let arrived = 0;

function say(words, count) {
  place.textContent = words.replace("{count}", count);
  place.hidden = false;
}

function ignore() {}

const listener = {
  login: data.login,
  state: (name, count) => say(data.sending, count),
  late: (count) => {
    arrived += count;
  },
  saved: () => {
    journal.close();
    say(data.arrived, arrived);
    place.hidden = !arrived; // the server had the answers, and only its acknowledgement was lost
  },
  over: (count) => say(data.refused, count), // what was not accepted stays on this computer
  refused: ignore,
  signedOut: ignore,
  changePassword: ignore,
  clock: ignore,
};

async function send() {
  const { rows } = await journal.all();
  if (!rows.length) {
    journal.close();
    return;
  }
  const token = document.querySelector("input[name=csrf_token]").value;
  const saver = new Saver(new Connection(data.api, token, data.signIn), journal, listener, 0);
  rows.forEach((row) => saver.queue.restore(row));
  saver.showState();
  saver.flush();
}

send();
