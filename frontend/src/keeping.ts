// Where what was told is kept until the server has it: in the browser's database, which outlives the page.
import type { Told } from "./told";

/** One event that waits. `seq` is its place in the order; `owner` whose chart it belongs to. */
export interface Kept {
  seq: number;
  owner: string;
  event: Told;
}

/** One event that the server could not take, and why. */
export interface Aside {
  id: string;
  owner: string;
  event: Told;
  message: string;
}

/** A place to keep events in order. Each change is whole or not at all. */
export interface Keeping {
  /** Add at the end. An id that is there already stays as it is. */
  add(owner: string, event: Told): Promise<void>;
  waiting(owner: string): Promise<Kept[]>;
  aside(owner: string): Promise<Aside[]>;
  /** Take out what the server has, and put aside what it refused, in one step. */
  settle(taken: Kept[], refused: Aside[]): Promise<void>;
  discard(id: string): Promise<void>;
  /** Whether an event that waits outlives the page. */
  lasts(id: string): boolean;
  /** Erase all that one person told. */
  forget(owner: string): Promise<void>;
}

const WAITING = "waiting";
const ASIDE = "aside";

/** The browser's own database. Throws when it does not allow one. */
export async function openDatabase(): Promise<Keeping> {
  const request = indexedDB.open("birddog", 1);
  request.onupgradeneeded = () => {
    const waiting = request.result.createObjectStore(WAITING, { keyPath: "seq", autoIncrement: true });
    waiting.createIndex("id", "event.id", { unique: true });
    request.result.createObjectStore(ASIDE, { keyPath: "id" });
  };
  return new Database(await result(request));
}

class Database implements Keeping {
  constructor(private readonly db: IDBDatabase) {
    // Another tab with a newer script may change or delete the database: let it. It is opened again when needed.
    db.onversionchange = () => db.close();
  }

  async add(owner: string, event: Told): Promise<void> {
    await this.write((waiting) => {
      waiting.index("id").getKey(event.id).onsuccess = (answer) => {
        if ((answer.target as IDBRequest).result === undefined) waiting.add({ owner, event });
      };
    });
  }

  async waiting(owner: string): Promise<Kept[]> {
    const all = (await result(this.db.transaction(WAITING).objectStore(WAITING).getAll())) as Kept[];
    return all.filter((kept) => kept.owner === owner);
  }

  async aside(owner: string): Promise<Aside[]> {
    const all = (await result(this.db.transaction(ASIDE).objectStore(ASIDE).getAll())) as Aside[];
    return all.filter((one) => one.owner === owner);
  }

  async settle(taken: Kept[], refused: Aside[]): Promise<void> {
    await this.write((waiting, aside) => {
      for (const one of refused) aside.put(one);
      for (const kept of taken) waiting.delete(kept.seq);
    });
  }

  async discard(id: string): Promise<void> {
    await this.write((_, aside) => aside.delete(id));
  }

  lasts(): boolean {
    return true;
  }

  async forget(owner: string): Promise<void> {
    const [waiting, refused] = [await this.waiting(owner), await this.aside(owner)];
    await this.write((kept, aside) => {
      for (const one of waiting) kept.delete(one.seq);
      for (const one of refused) aside.delete(one.id);
    });
  }

  private write(change: (waiting: IDBObjectStore, aside: IDBObjectStore) => void): Promise<void> {
    const transaction = this.db.transaction([WAITING, ASIDE], "readwrite", { durability: "strict" });
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      // An error ends in an abort.
      transaction.onabort = () => reject(transaction.error ?? new DOMException("nothing was kept", "AbortError"));
      change(transaction.objectStore(WAITING), transaction.objectStore(ASIDE));
    });
  }
}

const LONGEST_WAIT_MS = 3000;
const REST_MS = 60_000;

/**
 * A place that is opened when it is needed, and once more when it was closed or deleted meanwhile. One that does not
 * open or answer is left alone for a minute: nothing that a person does waits for it longer.
 */
export class Reopening implements Keeping {
  private place: Promise<Keeping> | undefined;
  private failedAt = -REST_MS;

  constructor(
    private readonly open: () => Promise<Keeping>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  add(owner: string, event: Told): Promise<void> {
    return this.use((place) => place.add(owner, event));
  }
  waiting(owner: string): Promise<Kept[]> {
    return this.use((place) => place.waiting(owner));
  }
  aside(owner: string): Promise<Aside[]> {
    return this.use((place) => place.aside(owner));
  }
  settle(taken: Kept[], refused: Aside[]): Promise<void> {
    return this.use((place) => place.settle(taken, refused));
  }
  discard(id: string): Promise<void> {
    return this.use((place) => place.discard(id));
  }
  lasts(): boolean {
    return true;
  }
  forget(owner: string): Promise<void> {
    return this.use((place) => place.forget(owner));
  }

  private async use<T>(task: (place: Keeping) => Promise<T>): Promise<T> {
    if (this.now() - this.failedAt < REST_MS) throw new DOMException("the place is closed", "InvalidStateError");
    try {
      return await this.once(task);
    } catch (error) {
      if (isFull(error)) throw error;
      this.place = undefined;
    }
    try {
      return await this.once(task);
    } catch (error) {
      this.place = undefined;
      if (!isFull(error)) this.failedAt = this.now();
      throw error;
    }
  }

  private async once<T>(task: (place: Keeping) => Promise<T>): Promise<T> {
    this.place ??= this.open();
    return await inTime(this.place.then(task));
  }
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "QuotaExceededError" || error.name === "AbortError");
}

/** The same, or an error after a while. */
function inTime<T>(coming: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException("the place does not answer", "TimeoutError")), LONGEST_WAIT_MS);
  });
  return Promise.race([coming, late]).finally(() => clearTimeout(timer));
}

/** A lasting place, and for what it has no room or cannot take one that is gone with the page. */
export class WithSpare implements Keeping {
  private readonly spared = new Set<string>();

  constructor(
    private readonly lasting: Keeping,
    private readonly spare: Keeping = new Memory(),
  ) {}

  async add(owner: string, event: Told): Promise<void> {
    if (this.spared.has(event.id)) return this.replace(owner, event);
    await this.ifRoom(
      () => this.lasting.add(owner, event),
      async () => {
        this.spared.add(event.id);
        await this.spare.add(owner, event);
      },
    );
  }

  async waiting(owner: string): Promise<Kept[]> {
    return [...(await this.ifOpen(() => this.lasting.waiting(owner), [])), ...(await this.spare.waiting(owner))];
  }

  async aside(owner: string): Promise<Aside[]> {
    return [...(await this.ifOpen(() => this.lasting.aside(owner), [])), ...(await this.spare.aside(owner))];
  }

  async settle(taken: Kept[], refused: Aside[]): Promise<void> {
    const here = (one: Kept | Aside) => this.spared.has(one.event.id);
    const [spareTaken, lastingTaken] = [taken.filter(here), taken.filter((one) => !here(one))];
    const [spareRefused, lastingRefused] = [refused.filter(here), refused.filter((one) => !here(one))];
    await this.spare.settle(spareTaken, spareRefused);
    await this.ifRoom(
      () => this.lasting.settle(lastingTaken, lastingRefused),
      async () => {
        await this.ifOpen(() => this.lasting.settle(lastingTaken, []), undefined); // taking out needs no room
        await this.spare.settle([], lastingRefused);
      },
    );
  }

  async discard(id: string): Promise<void> {
    await this.ifOpen(() => this.lasting.discard(id), undefined);
    await this.spare.discard(id);
  }

  lasts(id: string): boolean {
    return !this.spared.has(id);
  }

  async forget(owner: string): Promise<void> {
    await this.ifOpen(() => this.lasting.forget(owner), undefined);
    await this.spare.forget(owner);
  }

  /** What waits here was told once more; the page may have changed it. What was sent is not told again. */
  private async replace(owner: string, event: Told): Promise<void> {
    const old = (await this.spare.waiting(owner)).filter((one) => one.event.id === event.id);
    if (old.length === 0) return;
    await this.spare.settle(old, []);
    await this.spare.add(owner, event);
  }

  private async ifRoom(task: () => Promise<void>, otherwise: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      if (!isOfThePlace(error)) throw error;
      await otherwise();
    }
  }

  private async ifOpen<T>(task: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await task();
    } catch (error) {
      if (!isOfThePlace(error)) throw error;
      return otherwise;
    }
  }
}

/** What a browser throws that has no database, does not allow one, or has closed it. */
function isOfThePlace(error: unknown): boolean {
  return error instanceof DOMException || error instanceof ReferenceError || error instanceof TypeError;
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Kept for as long as the page is open: where a browser allows no database. */
export class Memory implements Keeping {
  private kept: Kept[] = [];
  private refused: Aside[] = [];
  private next = 1;

  async add(owner: string, event: Told): Promise<void> {
    if (!this.kept.some((one) => one.event.id === event.id)) this.kept.push({ seq: this.next++, owner, event });
  }
  async waiting(owner: string): Promise<Kept[]> {
    return this.kept.filter((one) => one.owner === owner);
  }
  async aside(owner: string): Promise<Aside[]> {
    return this.refused.filter((one) => one.owner === owner);
  }
  async settle(taken: Kept[], refused: Aside[]): Promise<void> {
    const gone = new Set(taken.map((one) => one.seq));
    this.kept = this.kept.filter((one) => !gone.has(one.seq));
    this.refused = [...this.refused.filter((old) => !refused.some((one) => one.id === old.id)), ...refused];
  }
  async discard(id: string): Promise<void> {
    this.refused = this.refused.filter((one) => one.id !== id);
  }
  lasts(): boolean {
    return false;
  }
  async forget(owner: string): Promise<void> {
    this.kept = this.kept.filter((one) => one.owner !== owner);
    this.refused = this.refused.filter((one) => one.owner !== owner);
  }
}
