import assert from "node:assert/strict";
import { test } from "node:test";
import { type Keeping, Memory, Reopening, WithSpare } from "../src/keeping";
import { type Answer, type Lock, Outbox, patience, type Receipt } from "../src/outbox";
import { understood } from "../src/posting";
import { freshId, localTime, told, type Told } from "../src/told";

const alone: Lock = (task) => task();
const event = (id: string): Told => ({ id, type: "pain", at: "2026-03-02T08:00:00+00:00", back: 3 });

/** A server in memory: takes events once each, and can lose the request or the answer. */
class Server {
  chart: Told[] = [];
  requests: string[][] = [];
  refuses = new Set<string>();
  plan: ("lost request" | "lost answer" | "busy" | "signed out" | "other person" | "too much" | "cut off" | "nonsense")[] = [];

  send = async (_: string, events: Told[]): Promise<Answer> => {
    this.requests.push(events.map((one) => one.id));
    const fault = this.plan.shift();
    if (fault === "lost request") return { kind: "unreachable" };
    if (fault === "busy") return { kind: "unreachable", afterSeconds: 30 };
    if (fault === "signed out") return { kind: "signed-out" };
    if (fault === "other person") return { kind: "other-person" };
    if (fault === "too much") return { kind: "too-much", message: "too big" };
    if (fault === "cut off") return { kind: "too-much", message: "" };
    if (fault === "nonsense") return { kind: "receipts", receipts: [] };
    const receipts = events.map((one) => this.take(one));
    return fault === "lost answer" ? { kind: "unreachable" } : { kind: "receipts", receipts };
  };

  private take(one: Told): Receipt {
    if (this.refuses.has(one.id)) return { id: one.id, status: "refused", message: `no ${one.id}` };
    if (this.chart.some((known) => known.id === one.id)) return { id: one.id, status: "already", message: "" };
    this.chart.push(one);
    return { id: one.id, status: "stored", message: "" };
  }
}

function made(owner = "ana") {
  const server = new Server();
  const keeping = new Memory();
  return { server, keeping, outbox: new Outbox(keeping, server.send, alone, owner) };
}

test("events arrive once each, in the order in which they were told", async () => {
  const { server, outbox } = made();
  for (let n = 0; n < 120; n++) await outbox.add(event(`e${n}`));
  const standing = await outbox.flush();
  assert.equal(standing.state, "sent");
  assert.equal(standing.stored, 120);
  assert.deepEqual(server.chart.map((one) => one.id), Array.from({ length: 120 }, (_, n) => `e${n}`));
  assert.deepEqual(server.requests.map((ids) => ids.length), [50, 50, 20]);
});

test("the same id is kept once", async () => {
  const { outbox } = made();
  await outbox.add(event("a"));
  await outbox.add(event("a"));
  assert.equal(await outbox.waiting(), 1);
});

test("a lost request and a lost answer: sent again, there once", async () => {
  const { server, outbox } = made();
  server.plan = ["lost request", "lost answer"];
  await outbox.add(event("a"));
  assert.equal((await outbox.flush()).state, "unreachable");
  assert.equal((await outbox.flush()).state, "unreachable");
  assert.deepEqual(await outbox.fate("a"), { kind: "waiting", lasting: false });
  assert.equal((await outbox.flush()).state, "sent");
  assert.deepEqual(await outbox.fate("a"), { kind: "taken" });
  assert.equal(server.chart.length, 1);
  assert.equal(server.requests.length, 3);
});

test("a refused event is put aside with its message and never sent again", async () => {
  const { server, outbox } = made();
  server.refuses.add("b");
  for (const id of ["a", "b", "c"]) await outbox.add(event(id));
  const standing = await outbox.flush();
  assert.deepEqual([standing.state, standing.stored, standing.aside], ["sent", 2, 1]);
  assert.deepEqual(await outbox.fate("b"), { kind: "refused", message: "no b" });
  await outbox.flush();
  assert.equal(server.requests.length, 1);
  await outbox.discard("b");
  assert.deepEqual(await outbox.aside(), []);
});

test("a request that is too much is split; what is too much alone is put aside, the rest arrives", async () => {
  const { server, outbox } = made();
  server.plan = ["too much", "too much"];
  for (const id of ["a", "b", "c"]) await outbox.add(event(id));
  assert.equal((await outbox.flush()).state, "sent");
  assert.deepEqual(server.requests, [["a", "b", "c"], ["a"], ["b"], ["c"]]);
  assert.deepEqual(await outbox.fate("a"), { kind: "refused", message: "too big" });
  assert.deepEqual(server.chart.map((one) => one.id), ["b", "c"]);
});

test("signed out, another person, or an answer about nothing: all of it stays", async () => {
  for (const [fault, state] of [["signed out", "signed-out"], ["other person", "other-person"], ["nonsense", "unreachable"]] as const) {
    const { server, outbox } = made();
    server.plan = [fault];
    await outbox.add(event("a"));
    const standing = await outbox.flush();
    assert.deepEqual([standing.state, standing.waiting], [state, 1]);
  }
});

test("what one person told is not sent for another", async () => {
  const { server, keeping, outbox } = made("ana");
  await outbox.add(event("a"));
  const other = new Outbox(keeping, server.send, alone, "ben");
  assert.equal((await other.flush()).waiting, 0);
  assert.deepEqual(server.requests, []);
  assert.equal(await outbox.waiting(), 1);
});

/** A device whose disk can be full. */
class Disk extends Memory {
  full = false;
  override async add(owner: string, one: Told): Promise<void> {
    this.writes();
    await super.add(owner, one);
  }
  override async settle(...rows: Parameters<Memory["settle"]>): Promise<void> {
    if (rows[1].length) this.writes();
    await super.settle(...rows);
  }
  override lasts(): boolean {
    return true;
  }
  private writes(): void {
    if (this.full) throw new DOMException("no room", "QuotaExceededError");
  }
}

test("what a full disk cannot keep waits on the page, is told apart, and arrives in its turn", async () => {
  const { server } = made();
  const disk = new Disk();
  const outbox = new Outbox(new WithSpare(disk), server.send, alone, "ana");
  server.plan = ["lost request"];
  server.refuses.add("b");
  await outbox.add(event("a"));
  await outbox.add(event("b"));
  disk.full = true;
  await outbox.add(event("c"));
  await outbox.add({ ...event("c"), back: 5 });
  await outbox.flush();
  assert.deepEqual(await outbox.fate("a"), { kind: "waiting", lasting: true });
  assert.deepEqual(await outbox.fate("c"), { kind: "waiting", lasting: false });
  const standing = await outbox.flush();
  assert.deepEqual([standing.state, standing.stored, standing.aside], ["sent", 2, 1]);
  assert.deepEqual(await outbox.fate("b"), { kind: "refused", message: "no b" });
  assert.deepEqual(server.chart.map((one) => [one.id, one["back"]]), [["a", 3], ["c", 5]]);
  await outbox.add(event("c"));
  assert.equal(await outbox.waiting(), 0);
  await outbox.discard("b");
  assert.deepEqual(await outbox.aside(), []);
});

/** A browser's database: `closed` once, or for good. */
class Browser {
  opened = 0;
  refuses = "";
  private readonly disk = new Disk();
  private db: Disk | undefined;

  open = async (): Promise<Keeping> => {
    this.opened++;
    if (this.refuses === "hangs") return new Promise(() => undefined);
    if (this.refuses) throw this.refuses === "none" ? new TypeError("indexedDB is null") : new DOMException("no", this.refuses);
    const { disk } = this;
    const mine: Disk = (this.db = new Disk());
    const alive = <T>(task: () => Promise<T>): Promise<T> => {
      if (this.db !== mine) throw new DOMException("closed", "InvalidStateError");
      return task();
    };
    mine.add = (...row) => alive(() => disk.add(...row));
    mine.waiting = (...row) => alive(() => disk.waiting(...row));
    mine.aside = (...row) => alive(() => disk.aside(...row));
    mine.settle = (...rows) => alive(() => disk.settle(...rows));
    return mine;
  };
  close(): void {
    this.db = undefined;
  }
}

test("a database that was closed or deleted is opened again; nothing is lost and nothing is doubled", async () => {
  const { server } = made();
  const browser = new Browser();
  const outbox = new Outbox(new WithSpare(new Reopening(browser.open)), server.send, alone, "ana");
  await outbox.add(event("a"));
  browser.close();
  await outbox.add(event("b"));
  assert.deepEqual(await outbox.fate("b"), { kind: "waiting", lasting: true });
  browser.close();
  assert.equal((await outbox.flush()).state, "sent");
  assert.deepEqual([server.chart.map((one) => one.id), browser.opened], [["a", "b"], 3]);
});

test("a browser without a database, one that forbids it and one that never answers: memory, and it arrives", async () => {
  for (const refuses of ["SecurityError", "UnknownError", "VersionError", "NotFoundError", "none", "hangs"]) {
    const { server } = made();
    const browser = new Browser();
    browser.refuses = refuses;
    let now = 0;
    const outbox = new Outbox(new WithSpare(new Reopening(browser.open, () => now)), server.send, alone, "ana");
    await outbox.add(event("a"));
    assert.deepEqual(await outbox.fate("a"), { kind: "waiting", lasting: false }, refuses);
    const tries = browser.opened;
    assert.equal((await outbox.flush()).state, "sent", refuses);
    assert.equal(browser.opened, tries); // left alone for a minute
    assert.deepEqual(server.chart.map((one) => one.id), ["a"], refuses);
    now = 61_000;
    browser.refuses = "";
    await outbox.add(event("b"));
    assert.deepEqual(await outbox.fate("b"), { kind: "waiting", lasting: true }, refuses);
  }
});

test("a busy server says when to come back; patience grows and ends at five minutes", async () => {
  const { server, outbox } = made();
  server.plan = ["busy"];
  await outbox.add(event("a"));
  assert.equal((await outbox.flush()).afterSeconds, 30);
  assert.deepEqual([1, 2, 3, 8, 9, 50].map((n) => patience(n)), [2, 4, 8, 256, 300, 300]);
  assert.equal(patience(1, 30), 30);
});

test("whatever is lost on the way, in the end each is there once and in order", async () => {
  const faults = ["lost request", "lost answer", "busy", "nonsense"] as const;
  let seed = 20260302;
  const chance = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 200; round++) {
    const { server, outbox } = made();
    const count = 1 + chance(80);
    for (let n = 0; n < count; n++) {
      await outbox.add(event(`e${n}`));
      if (chance(3) === 0) server.plan.push(faults[chance(faults.length)]!);
      if (chance(4) === 0) await outbox.flush();
    }
    for (let n = 0; n < 200 && (await outbox.flush()).state !== "sent"; n++);
    assert.deepEqual(server.chart.map((one) => one.id), Array.from({ length: count }, (_, n) => `e${n}`));
  }
});

test("an event gets an id and the time at which it was told, unless it has them", () => {
  const now = new Date("2026-03-02T08:30:00Z");
  const fresh = told({ type: "pain", back: 3 }, now);
  assert.match(fresh.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Date(fresh.at).getTime(), now.getTime());
  assert.match(fresh.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
  assert.equal(told({ type: "pain", id: "x", at: "then" }).id, "x");
  assert.notEqual(freshId(), freshId());
});

test("local time says its offset, also west of Greenwich and with half hours", () => {
  const at = (minutes: number) => {
    const now = new Date("2026-03-02T08:30:00Z");
    now.getTimezoneOffset = () => -minutes;
    return localTime(now);
  };
  assert.equal(at(60), "2026-03-02T09:30:00+01:00");
  assert.equal(at(-210), "2026-03-02T05:00:00-03:30");
  assert.equal(at(0), "2026-03-02T08:30:00+00:00");
});

test("what somebody on the way refuses waits: only the server's own word is final", async () => {
  const { server, outbox } = made();
  server.plan = ["cut off", "cut off"];
  for (const id of ["a", "b"]) await outbox.add(event(id));
  const standing = await outbox.flush();
  assert.deepEqual([standing.state, standing.waiting, standing.aside], ["unreachable", 2, 0]);
  assert.deepEqual(server.requests, [["a", "b"], ["a"]]);
  assert.equal((await outbox.flush()).state, "sent");
  assert.equal(server.chart.length, 2);
});

test("an answer of the way to the server is understood", async () => {
  const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
  const html = (status: number) => new Response("<h1>Bad Request</h1>", { status });
  assert.deepEqual(await understood(json(413, { error: "too large" })), { kind: "too-much", message: "too large" });
  assert.deepEqual(await understood(json(400, { error: "no list" })), { kind: "too-much", message: "no list" });
  assert.deepEqual(await understood(html(413)), { kind: "too-much", message: "" });
  for (const passing of [html(400), html(403), html(404), html(408), html(421), html(429), html(500), html(502), json(503, { error: "clock" })])
    assert.deepEqual(await understood(passing), { kind: "unreachable", afterSeconds: 0 });
});
