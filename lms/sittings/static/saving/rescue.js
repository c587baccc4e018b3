// The emergency answer file: when the connection does not come back, the answers are saved to a file that only the
// server can read.

import { toBase64 } from "./box.js";
import { exam, notice, withdraw, words } from "../screen.js";

const FORMAT = "wuneng-answers";
const VERSION = 1;
const ID = "rescue";

export class Rescue {
  // `contents` returns every answer that this page knows.
  constructor(box, contents, excuse) {
    this.box = box;
    this.excuse = excuse; // a window of the browser may ask where to put the file
    this.contents = contents;
  }

  offer(text) {
    notice(ID, text, { text: words.rescue_save, press: () => this.save() });
  }

  withdraw() {
    withdraw(ID);
  }

  file() {
    const { installation, sitting } = exam.dataset;
    const about = [FORMAT, VERSION, installation, sitting].join(" ");
    const head = { format: FORMAT, version: VERSION, installation: installation, sitting: Number(sitting) };
    return JSON.stringify(Object.assign(head, { sealed: toBase64(this.box.seal(this.contents(), about)) }));
  }

  save() {
    this.excuse();
    const url = URL.createObjectURL(new Blob([this.file()], { type: "application/json" }));
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.download = exam.dataset.file.replace(/[\\/:*?"<>|\s]+/g, "_") + ".wuneng";
    exam.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }
}
