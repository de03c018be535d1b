// Whether a session that stands on a page may still be done. A page that was kept does not know what was told after it
// was made: where danger signs were asked since, or are due, only a page fresh from the server may lead on.
import { owner, waits } from "./queue";

/** What tells of danger signs; any of it may mean that exercise stops, or that it must be less. */
export const SAFETY: readonly string[] = ["intake", "screen", "leg", "flare"];

const MARK = "birddog-safety-told";

/** What is known about a page and about this device. `until`: the last day before danger signs are due. */
export interface Known {
  kept: boolean;
  until: string;
  today: string;
  told: boolean;
  waiting: boolean;
}

/** Whether the session of this page must not be done before the server has been asked. */
export function outdated(known: Known): boolean {
  return known.waiting || (known.kept && (known.told || known.today > known.until));
}

/** Whether answers to danger signs were told on this device since the server last made a page. */
export function toldSince(): boolean {
  return place((storage) => storage.getItem(MARK)) !== null;
}

/** Remember that danger signs are told of on this device. */
export function note(type: string): void {
  if (SAFETY.includes(type)) place((storage) => storage.setItem(MARK, type));
}

/** Forget it with a page that the server has made since: then the server has decided. */
export async function settle(): Promise<void> {
  if (!kept() && owner() && !(await waits(SAFETY))) place((storage) => storage.removeItem(MARK));
}

/** Whether the session of this page must not be done, as things are now. */
export async function held(until: string): Promise<boolean> {
  return outdated({ kept: kept(), until, today: today(new Date()), told: toldSince(), waiting: await waits(SAFETY) });
}

/** Load the page anew when danger signs are told in another tab, or the browser brings back a page from before. */
export function watch(): void {
  addEventListener("storage", (event) => {
    const { key, newValue } = event as StorageEvent;
    if (key === MARK && newValue !== null) location.reload();
  });
  addEventListener("pageshow", (event) => (event as PageTransitionEvent).persisted && toldSince() && location.reload());
}

function kept(): boolean {
  return "kept" in document.documentElement.dataset;
}

/** The calendar day on this device, as `2026-03-02`. */
export function today(now: Date): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** The browser's place for small things; `null` where it allows none. */
function place<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(localStorage);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return null;
  }
}
