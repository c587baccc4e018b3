// The journal of answers that the server has not acknowledged yet. It survives a crash of the browser.
// IndexedDB and not localStorage, which loses what was written in the last seconds when the browser is killed.
// The answers in it are encrypted with the key of the sitting, which no browser stores.

const NAME = "wuneng-drafts";
const BEFORE = "wuneng-exam"; // where version 0.1 kept them unencrypted
const STORE = "answers";
const TO_DISK = 500;
const KEPT = 30 * 24 * 3600 * 1000; // older rows are deleted

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open() {
  indexedDB.deleteDatabase(BEFORE);
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: ["sitting", "position"] });
  return done(request);
}

function about(row) {
  return ["draft", row.sitting, row.person, row.position, row.seq].join(" ");
}

export class Journal {
  constructor(sitting, person, box) {
    this.sitting = sitting;
    this.person = person;
    this.box = box;
    this.works = true;
    this.closed = false;
    this.newest = new Map();
  }

  // The database runs transactions in the order in which they were begun: a deletion never overtakes an earlier write.
  async act(mode, work, durability) {
    try {
      this.opened = this.opened || open();
      const database = await this.opened;
      const transaction = database.transaction(STORE, mode, { durability: durability || "relaxed" });
      const finished = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
      const result = await work(transaction.objectStore(STORE), transaction);
      await finished;
      return result;
    } catch (error) {
      this.works = false;
      this.opened = null;
      return undefined;
    }
  }

  // The unacknowledged answers of this person in this sitting, and how many rows could not be opened.
  async all() {
    const rows = (await this.act("readonly", (store) => done(store.getAll()))) || [];
    const updates = [];
    let lost = 0;
    for (const row of rows) {
      if (row.sitting === this.sitting && row.person === this.person) {
        const update = this.unsealed(row);
        if (update) {
          updates.push(update);
        } else {
          lost += 1;
          this.remove(row);
        }
      } else if (!(row.kept_at > Date.now() - KEPT)) {
        this.remove(row);
      }
    }
    return { rows: updates, lost: lost };
  }

  unsealed(row) {
    try {
      const update = { position: row.position, seq: row.seq };
      return Object.assign(update, this.box.open(row.sealed, about(row)));
    } catch (error) {
      return null;
    }
  }

  // Every change goes to the operating system at once, which survives a killed browser; after a pause the newest is
  // flushed to the disk, which survives a power cut.
  put(update) {
    this.newest.set(update.position, update);
    setTimeout(() => {
      if (this.newest.get(update.position) === update) {
        this.write(update, "strict");
      }
    }, TO_DISK);
    return this.write(update, "relaxed");
  }

  write(update, durability) {
    return this.act("readwrite", (store, transaction) => {
      if (this.closed) {
        return;
      }
      const row = { sitting: this.sitting, person: this.person, position: update.position, seq: update.seq };
      row.sealed = this.box.seal({ fields: update.fields, client_time: update.client_time }, about(row));
      row.kept_at = Date.now();
      store.put(row);
      if (transaction.commit) {
        transaction.commit(); // now: the browser may be killed before it commits by itself
      }
    }, durability);
  }

  // Forget a position up to this number; what was written since stays.
  forget(position, seq) {
    const newest = this.newest.get(position);
    if (newest && newest.seq <= seq) {
      this.newest.delete(position);
    }
    return this.act("readwrite", async (store) => {
      const row = await done(store.get([this.sitting, position]));
      if (row && row.seq <= seq) {
        await done(store.delete([this.sitting, position]));
      }
    });
  }

  remove(row) {
    return this.act("readwrite", (store) => done(store.delete([row.sitting, row.position])));
  }

  // The paper is sealed: delete the rows and the key.
  close() {
    const range = IDBKeyRange.bound([this.sitting, 0], [this.sitting, Infinity]);
    this.closed = true;
    return this.act("readwrite", (store) => done(store.delete(range))).then(() => this.box.wipe());
  }
}
