// The journal of answers that the server has not acknowledged yet. It survives a crash of the browser.
// IndexedDB and not localStorage: what localStorage took in the last seconds is lost when the browser dies.

const NAME = "wuneng-exam";
const STORE = "answers";

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: ["sitting", "position"] });
  return done(request);
}

export class Journal {
  constructor(sitting, person) {
    this.sitting = sitting;
    this.person = person;
    this.works = true;
    this.turn = Promise.resolve();
  }

  // One after the other, so that a deletion never overtakes the writing before it.
  act(mode, work) {
    this.turn = this.turn.then(async () => {
      try {
        this.db = this.db || (await open());
        const transaction = this.db.transaction(STORE, mode);
        const finished = new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onabort = transaction.onerror = () => reject(transaction.error);
        });
        const result = await work(transaction.objectStore(STORE));
        await finished;
        return result;
      } catch (error) {
        this.works = false;
        return undefined;
      }
    });
    return this.turn;
  }

  // What this person wrote in this sitting and nobody has acknowledged.
  async all() {
    const rows = await this.act("readonly", (store) => done(store.getAll()));
    return (rows || []).filter((row) => row.sitting === this.sitting && row.person === this.person);
  }

  put(packet) {
    const row = Object.assign({ sitting: this.sitting, person: this.person }, packet);
    return this.act("readwrite", (store) => done(store.put(row)));
  }

  // Forget a position up to this number; what was written since stays.
  forget(position, seq) {
    return this.act("readwrite", async (store) => {
      const row = await done(store.get([this.sitting, position]));
      if (row && row.seq <= seq) {
        await done(store.delete([this.sitting, position]));
      }
    });
  }

  forgetAll() {
    const range = IDBKeyRange.bound([this.sitting, 0], [this.sitting, Infinity]);
    return this.act("readwrite", (store) => done(store.delete(range)));
  }
}
