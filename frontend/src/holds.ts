// Whether a session that stands on a page may still be done. A page that was kept does not know what was told after it
// was made, here or on another device: what was told here is remembered here, the server is asked as soon as it can be
// reached, and where neither can be known a session holds no longer than the rules let it (`until`).
import { place } from "./place";
import { owner, waits } from "./queue";

/** What tells of danger signs; any of it may mean that exercise stops, or that it must be less. */
export const SAFETY: readonly string[] = ["intake", "screen", "leg", "flare"];

/** `told`, or the time of the page by which the server had decided on what was told. */
const MARK = "birddog-safety-told";
const TOLD = "told";
const ASK_AGAIN_MS = 60_000;

/** What is known about a page and about this device. `until`: the last day before the rules want to hear more. */
export interface Known {
  kept: boolean;
  made: string;
  until: string;
  today: string;
  mark: string | null;
  waiting: boolean;
}

/** Whether the session of this page must not be done before the server has been asked. */
export function outdated(known: Known): boolean {
  return known.waiting || (known.kept && (before(known.made, known.mark) || known.today > known.until));
}

/** Whether a page was made before the server decided on what was told on this device. */
function before(made: string, mark: string | null): boolean {
  return mark !== null && !(Date.parse(made) >= Date.parse(mark));
}

/** Remember that danger signs are told of on this device. */
export function note(type: string): void {
  if (SAFETY.includes(type)) noteLess();
}

/** Whether an answer is at or above the number that a form names for it (`data-worse`): from there on it is less. */
export function worse(limits: string | undefined, answer: (name: string) => string): boolean {
  const named = Object.entries(JSON.parse(limits ?? "{}") as Record<string, number>);
  return named.some(([name, from]) => answer(name) !== "" && Number(answer(name)) >= from);
}

/** Remember that something was told after which the rules make the next session less, or leave an exercise out. */
export function noteLess(): void {
  place((storage) => storage.setItem(MARK, TOLD));
}

/** A page that the server has made since knows of it; pages that were kept before that one still do not. */
export async function settle(): Promise<void> {
  const made = document.documentElement.dataset["asOf"];
  if (kept() || !made || !owner() || (await waits([...SAFETY, "session", "morning"]))) return;
  place((storage) => storage.getItem(MARK) === TOLD && storage.setItem(MARK, made));
}

/** Whether the session of this page must not be done, as things are now. */
export async function held(until: string): Promise<boolean> {
  const made = document.documentElement.dataset["asOf"] ?? "";
  const found = place((storage) => storage.getItem(MARK));
  return outdated({ kept: kept(), made, until, today: today(new Date()), mark: found, waiting: await waits(SAFETY) });
}

/** Load the page anew when danger signs are told in another tab, or the browser brings back a page from before. */
export function watch(): void {
  addEventListener("storage", (event) => {
    const { key, newValue } = event as StorageEvent;
    if (key === MARK && newValue === TOLD) location.reload();
  });
  const told = () => place((storage) => storage.getItem(MARK)) === TOLD;
  addEventListener("pageshow", (event) => (event as PageTransitionEvent).persisted && told() && location.reload());
}

// ------------------------------------------------------------------------------------------------ asking the server

/** What the server says of the session of a page: it holds, none may be done now, it is another one, or no answer. */
export type Word = "holds" | "held" | "changed" | "unknown";

/** The server's answer about the session with this id. */
export function understood(id: string, answer: { session: { id: string } | null; ask_first: boolean }): Word {
  if (answer.ask_first || !answer.session) return "held";
  return answer.session.id === id ? "holds" : "changed";
}

async function ask(id: string): Promise<Word> {
  try {
    const answer = await fetch(`/session.json${location.search}`, { cache: "no-store", redirect: "error" });
    if (!answer.ok || answer.headers.get("X-Birddog-Person") !== owner()) return "unknown";
    return understood(id, (await answer.json()) as Parameters<typeof understood>[1]);
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException) return "unknown";
    throw error;
  }
}

/**
 * Ask the server whether the session of this page holds: at once if the page was kept, whenever the person comes back to
 * it or the network does, and when the function that is returned is called. `wanted` says whether the answer still
 * matters; where there is none, it is asked again.
 */
export function confirm(id: string, wanted: () => boolean, heard: (word: "held" | "changed") => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    clearTimeout(timer);
    if (!wanted()) return;
    const word = await ask(id);
    if (!wanted()) return;
    if (word === "held" || word === "changed") heard(word);
    else if (word === "unknown") timer = setTimeout(() => void look(), ASK_AGAIN_MS);
  };
  addEventListener("online", () => void look());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void look());
  if (kept()) void look();
  return () => void look();
}

function kept(): boolean {
  return "kept" in document.documentElement.dataset;
}

/** The calendar day on this device, as `2026-03-02`. */
export function today(now: Date): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
