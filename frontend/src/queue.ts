// What is told goes through here: kept on this device first, sent as soon as it can be. `enqueue` and `flush` are all
// that a page needs.
import { isOfTheBrowser } from "./granted";
import { type Keeping, openDatabase, Reopening, WithSpare } from "./keeping";
import { type Fate, type Lock, Outbox, patience, type Standing } from "./outbox";
import { post } from "./posting";
import { told, type Telling } from "./told";

export type { Fate, Standing } from "./outbox";
export type { Telling } from "./told";

let open: Outbox | undefined;
let kept: Keeping | undefined;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Whose page this is; what is told here belongs to them, also when somebody else signs in later. */
export function owner(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="person"]')?.content ?? "";
}

/**
 * Keep an event until the server has it. Resolves with its id when it is kept, as safe as this device allows (see
 * `Fate`); it is sent in the background. `id` and `at` are made unless given.
 */
export async function enqueue(telling: Telling): Promise<string> {
  const id = await keep(telling);
  void flush();
  return id;
}

/** The same, for whoever sends and waits for what comes of it. */
export async function keep(telling: Telling): Promise<string> {
  const event = told(telling);
  await outbox().add(event);
  announce(await standing("unknown"));
  return event.id;
}

/** Send what waits. Resolves when all is sent or it is clear that it cannot be sent now. */
export async function flush(): Promise<Standing> {
  const reached = await outbox().flush();
  clearTimeout(timer);
  failures = reached.state === "unreachable" ? failures + 1 : 0;
  if (reached.state === "unreachable") timer = setTimeout(() => void flush(), patience(failures, reached.afterSeconds) * 1000);
  announce(reached);
  return reached;
}

/** What became of an event: taken by the server, waiting, or refused with the reason. */
export async function fate(id: string): Promise<Fate> {
  return outbox().fate(id);
}

/** Whether something of these types was told and the server does not have it yet. */
export async function waits(types: readonly string[]): Promise<boolean> {
  return outbox().holds(types);
}

/** What the server could not take, with the reasons. */
export async function refused() {
  return outbox().aside();
}

/** Let go of an event that the server could not take. */
export async function discard(id: string): Promise<void> {
  await outbox().discard(id);
  announce(await standing("unknown"));
}

/** Erase from this device what waited for a person who is gone. */
export async function forgetOthers(gone: string): Promise<void> {
  await place().forget(gone);
}

/** Whether anything waits, and what could not be taken; `state` is `unknown` before the server was asked. */
export interface News extends Omit<Standing, "state"> {
  state: Standing["state"] | "unknown";
}

/** Hear how it stands whenever that changes, and once at once. */
export function listen(heard: (news: News) => void): void {
  addEventListener("birddog-queue", (event) => heard((event as CustomEvent<News>).detail));
  void standing("unknown").then(heard);
}

/** Try again when there is hope: on coming online, on coming back to the page, and now. */
export function keepSending(): void {
  const again = () => {
    failures = 0;
    void flush();
  };
  addEventListener("online", again);
  addEventListener("pageshow", (event) => (event as PageTransitionEvent).persisted && again());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());
  again();
}

function announce(news: News): void {
  dispatchEvent(new CustomEvent("birddog-queue", { detail: news }));
}

async function standing(state: News["state"]): Promise<News> {
  const box = outbox();
  return { state, waiting: await box.waiting(), aside: (await box.aside()).length, stored: 0, afterSeconds: 0 };
}

function outbox(): Outbox {
  open ??= new Outbox(place(), post, oneAtATime(), owner());
  return open;
}

function place(): Keeping {
  kept ??= new WithSpare(new Reopening(openDatabase));
  return kept;
}

/**
 * Web Locks over all tabs; where there are none (not a secure context), or a browser that keeps nothing for a page
 * refuses them, one after the other in this tab.
 */
export function oneAtATime(locks: LockManager | undefined = navigator.locks): Lock {
  let last: Promise<unknown> = Promise.resolve();
  const here = <T>(task: () => Promise<T>): Promise<T> => {
    const mine = last.then(task);
    last = mine.catch(() => undefined);
    return mine;
  };
  return async <T>(task: () => Promise<T>): Promise<T> => {
    let begun = false;
    const once = () => {
      begun = true;
      return task();
    };
    try {
      return locks ? ((await locks.request("birddog-queue", once)) as T) : await here(task);
    } catch (error) {
      if (!locks || begun || !isOfTheBrowser(error)) throw error;
      return here(task);
    }
  };
}
