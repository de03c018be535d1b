// The queue itself, apart from browser and network: in order, one sender at a time, nothing lost, nothing sent forever.
import type { Aside, Keeping, Kept } from "./keeping";
import type { Told } from "./told";

/** What the server says about one event. */
export interface Receipt {
  id: string;
  status: "stored" | "already" | "refused";
  message: string;
}

/**
 * What came of sending some events.
 * `unreachable`: no network, or the server cannot take anything now; try again later.
 * `too-much`: the server read the request and cannot take it as it is; without a message it was somebody on the way.
 * `signed-out`, `other-person`: the events wait until their owner is signed in again.
 */
export type Answer =
  | { kind: "receipts"; receipts: Receipt[] }
  | { kind: "too-much"; message: string }
  | { kind: "unreachable"; afterSeconds?: number }
  | { kind: "signed-out" }
  | { kind: "other-person" };

/** Sends events of one person, in order. Never throws. */
export type Send = (owner: string, events: Told[]) => Promise<Answer>;

/** How it stands after an attempt. `state` is `sent` when nothing waits any more. */
export interface Standing {
  state: "sent" | "unreachable" | "signed-out" | "other-person";
  waiting: number;
  aside: number;
  stored: number;
  afterSeconds: number;
}

/** What became of one event. `lasting`: it waits on this device, also when the page is closed. */
export type Fate = { kind: "taken" } | { kind: "waiting"; lasting: boolean } | { kind: "refused"; message: string };

/** Runs one task at a time, over all tabs. */
export type Lock = <T>(task: () => Promise<T>) => Promise<T>;

const MOST_AT_ONCE = 50;

/** Events of one person on their way to the server. */
export class Outbox {
  constructor(
    private readonly keeping: Keeping,
    private readonly send: Send,
    private readonly lock: Lock,
    private readonly owner: string,
  ) {}

  /** Keep an event until the server has it. */
  async add(event: Told): Promise<void> {
    await this.keeping.add(this.owner, event);
  }

  /** Send what waits, the oldest first, until nothing waits or it cannot go on. */
  flush(): Promise<Standing> {
    return this.lock(() => this.sendAll());
  }

  /** Where one event is now. */
  async fate(id: string): Promise<Fate> {
    if ((await this.keeping.waiting(this.owner)).some((kept) => kept.event.id === id)) return { kind: "waiting", lasting: this.keeping.lasts(id) };
    const refused = (await this.aside()).find((one) => one.id === id);
    return refused ? { kind: "refused", message: refused.message } : { kind: "taken" };
  }

  /** How many wait. */
  async waiting(): Promise<number> {
    return (await this.keeping.waiting(this.owner)).length;
  }

  /** Whether something of these types waits. */
  async holds(types: readonly string[]): Promise<boolean> {
    return (await this.keeping.waiting(this.owner)).some((kept) => types.includes(kept.event.type));
  }

  /** What the server could not take. */
  aside(): Promise<Aside[]> {
    return this.keeping.aside(this.owner);
  }

  /** The person has seen that it could not be taken, and lets it go. */
  discard(id: string): Promise<void> {
    return this.keeping.discard(id);
  }

  private async sendAll(): Promise<Standing> {
    let most = MOST_AT_ONCE;
    let stored = 0;
    for (;;) {
      const batch = (await this.keeping.waiting(this.owner)).slice(0, most);
      if (batch.length === 0) return this.standing("sent", stored);
      const answer = await this.send(this.owner, batch.map((kept) => kept.event));
      if (answer.kind === "too-much") {
        if (batch.length === 1 && !answer.message) return this.standing("unreachable", stored);
        if (batch.length === 1) await this.keeping.settle(batch, [this.refusal(batch[0]!, answer.message)]);
        most = 1;
      } else if (answer.kind !== "receipts") {
        const after = answer.kind === "unreachable" ? (answer.afterSeconds ?? 0) : 0;
        return this.standing(answer.kind, stored, after);
      } else {
        const settled = await this.settle(batch, answer.receipts);
        stored += settled.stored;
        // An answer that is about none of these events is no answer: asking again at once would go on forever.
        if (settled.count === 0) return this.standing("unreachable", stored);
      }
    }
  }

  /** Only what the server names is taken out, and only events that were sent. */
  private async settle(batch: Kept[], receipts: Receipt[]): Promise<{ count: number; stored: number }> {
    const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]));
    const named = batch.filter((kept) => byId.has(kept.event.id));
    const refused = named.filter((kept) => byId.get(kept.event.id)!.status === "refused");
    await this.keeping.settle(named, refused.map((kept) => this.refusal(kept, byId.get(kept.event.id)!.message)));
    return { count: named.length, stored: named.length - refused.length };
  }

  private refusal(kept: Kept, message: string): Aside {
    return { id: kept.event.id, owner: kept.owner, event: kept.event, message };
  }

  private async standing(state: Standing["state"], stored: number, afterSeconds = 0): Promise<Standing> {
    return { state, waiting: await this.waiting(), aside: (await this.aside()).length, stored, afterSeconds };
  }
}

/** Seconds until the next attempt after `failures` in a row: 2, 4, 8 ... 300; the server's own wish counts if longer. */
export function patience(failures: number, wished = 0): number {
  return Math.max(wished, Math.min(300, 2 ** Math.min(failures, 9)));
}
