// Sessions kept on this device, and how each of them reaches the chart: finished, left, begun anew, or closed at its
// questions. One that was told is kept until the server has it or the queue keeps it for good.
import { noteLess, today } from "./holds";
import { place } from "./place";
import { events, tells } from "./player/events";
import { type Session, closedAsLeft } from "./player/session";
import { enqueue, fate, owner } from "./queue";
import { freshId, localTime } from "./told";

const PREFIX = "birddog-session:";
const MINUTE_MS = 60_000;
/** A session that has not moved for this long is not running in another tab. */
const STILL_MS = 10 * MINUTE_MS;
/** Past midnight a session may be under way, paused in another tab. */
const LONG_STILL_MS = 60 * MINUTE_MS;

/** This page; a session is run by one at a time. */
export const TAB = freshId();

/** Keep a session on this device; without a place to keep it, it runs all the same. */
export function save(session: Session, now: Date = new Date()): void {
  const kept: Session = { ...session, savedAt: localTime(now), owner: owner(), tab: TAB };
  place((storage) => storage.setItem(PREFIX + session.event, JSON.stringify(kept)));
}

/** The session of this plan as it was left, the latest one; not one that was closed for good. */
export function saved(plan: string): Session | null {
  const open = every().filter((session) => session.plan === plan && !session.left);
  return open.sort((a, b) => (a.savedAt ?? "").localeCompare(b.savedAt ?? "")).at(-1) ?? null;
}

/** The session as it is kept now, perhaps by another tab. */
export function stored(session: Session): Session | null {
  return every().find((one) => one.event === session.event) ?? null;
}

function every(): Session[] {
  const found: Session[] = [];
  for (const name of place((storage) => Object.keys(storage)) ?? []) {
    if (!name.startsWith(PREFIX)) continue;
    const kept = place((storage) => JSON.parse(storage.getItem(name) ?? "null") as Session | null);
    if (kept?.version !== 2) place((storage) => storage.removeItem(name));
    else if ((kept.owner ?? owner()) === owner()) found.push(kept);
  }
  return found;
}

function forget(session: Session): void {
  // Kept by its plan before, by its own id now.
  for (const name of [session.event, session.plan]) place((storage) => storage.removeItem(PREFIX + name));
}

/** Hear that another page took this session over, or closed it. */
export function watchTakeover(session: () => Session | undefined, taken: () => void): void {
  addEventListener("storage", (heard) => {
    const event = heard as StorageEvent;
    const mine = session();
    if (!mine || event.key !== PREFIX + mine.event) return;
    const now = event.newValue === null ? null : (JSON.parse(event.newValue) as Session);
    if (now?.tab !== TAB) taken();
  });
}

/** Close a session for somebody who will not, and tell what was done and said in it. */
export async function closeFor(session: Session): Promise<void> {
  const closed = closedAsLeft(session);
  if (closed.reports.some((report) => report.hurt) || closed.closing.leg === "down") noteLess();
  save(closed);
  await tell(closed);
}

/** Tell a session that is over. It stays here until what was told is safe; telling it twice tells it once. */
export async function tell(session: Session): Promise<void> {
  const told = [...events(session), ...(session.answer ? [session.answer] : [])];
  for (const event of told) await enqueue(event);
  await settle(session);
}

/** Let go of a session that is over and safe; one that ended today stays, for the questions after it. */
async function settle(session: Session): Promise<void> {
  const fates = await Promise.all(events(session).map((event) => fate(event.id)));
  if (!fates.every((one) => one.kind !== "waiting" || one.lasting)) return;
  const endedToday = (session.endedAt ?? "").startsWith(today(new Date()));
  if (session.left || !endedToday) forget(session);
  else if (fates.every((one) => one.kind === "taken")) save({ ...session, sent: true });
}

/**
 * Tell every session of this person that is over and was not told: left on an earlier day, finished without a network
 * or a place to keep it, or of another plan than `plan`, the one of the page.
 */
export async function tellLeft(plan?: string, now: Date = new Date()): Promise<void> {
  for (const session of every()) {
    const over = session.phase === "done" || isOver(session, plan, now);
    if (over && !tells(session)) forget(session);
    else if (session.phase === "done" && !(session.sent && session.endedAt?.startsWith(today(now)))) await tell(session);
    else if (over && session.phase !== "done") await closeFor(session);
  }
}

/** Whether the day of a session is over, and it is not under way past midnight. */
export function dayOver(session: Session, now: Date = new Date()): boolean {
  const still = now.getTime() - Date.parse(session.savedAt ?? "");
  return !(session.savedAt ?? "").startsWith(today(now)) && !(still < LONG_STILL_MS);
}

function isOver(session: Session, plan: string | undefined, now: Date): boolean {
  const still = now.getTime() - Date.parse(session.savedAt ?? "");
  const ofAnother = plan !== undefined && session.plan !== plan;
  return dayOver(session, now) || (ofAnother && !(session.playing && still < STILL_MS));
}
