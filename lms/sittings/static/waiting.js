// The page of a paused exam asks whether it has resumed, and then continues by itself.

import { Connection } from "./saving/connection.js";
import { pause } from "./pause.js";

const EVERY = 8000;
const SPREAD = 4000;

const page = document.getElementById("waiting").dataset;
const connection = new Connection(page.api, document.querySelector("input[name=csrf_token]").value, page.go);

async function wait() {
  for (;;) {
    await pause(EVERY + Math.random() * SPREAD);
    try {
      const { status, body } = await connection.put("/presence", { opened: false });
      if (status === 200 && body.state !== "paused") {
        location.href = page.go;
        return;
      }
    } catch (error) {
      // No connection: ask again.
    }
  }
}

wait();
