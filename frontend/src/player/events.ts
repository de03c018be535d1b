// What a session becomes in the chart, however it ended. Pure, and without its plan: that may be another one by then.
import type { Told } from "../told";
import type { Report, Session } from "./session";

export interface ItemDone {
  exercise: string;
  done: "yes" | "partly" | "no";
  reps: number;
  effort?: number;
  pain?: number;
  hurt?: boolean;
}

/** What was done of each exercise: of those prescribed or taken in their place, and of those left on the way. */
export function items(session: Session): ItemDone[] {
  const stood = session.chosen.map((key) => key.split(" ", 1)[0]!);
  const left = session.reports.map((report) => report.exercise).filter((id) => !stood.includes(id));
  return [...new Set([...stood, ...left])].map((id) => done(id, session.reports.find((one) => one.exercise === id)));
}

function done(exercise: string, report: Report | undefined): ItemDone {
  if (!report) return { exercise, done: "no", reps: 0 };
  const all = report.turns >= report.wanted;
  const out: ItemDone = { exercise, done: all ? "yes" : report.turns ? "partly" : "no", reps: Math.floor(report.turns / report.sides) };
  if (report.effort !== undefined) out.effort = report.effort;
  if (report.pain !== undefined) out.pain = report.pain;
  if (report.hurt) out.hurt = true;
  return out;
}

/** Whether a session tells of anything: something done or tried, a pain, a leg, a wish. */
export function tells(session: Session): boolean {
  const did = session.reports.some((report) => report.turns > 0 || report.hurt || report.effort !== undefined);
  const said = [session.closing, session.draft ?? {}].some((told) => Object.keys(told).length > 0);
  return did || said || session.before !== null || session.wishes.length > 0;
}

/** The events of a session: itself, then the wishes for next time. Nothing stands in them that was not told. */
export function events(session: Session): Told[] {
  if (!tells(session)) return [];
  const told = session.closing;
  const at = dayBegun(session);
  const event: Told = { id: session.event, at, type: "session", items: items(session) };
  const fields = {
    pain_before: session.before ?? undefined, pain_during: told.during, pain_after: told.after, leg: told.leg,
    leg_minutes: told.legMinutes, leg_exercise: told.legExercise, usual: told.usual || undefined,
    adverse: told.adverse, adverse_note: told.adverseNote || undefined,
  };
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) event[name] = value;
  const wishes = session.wishes.map((one, n): Told => ({ id: `${session.event}-wish-${n + 1}`, at, type: "swap", exercise: one.exercise, wish: one.wish }));
  const coach = (session.coach ?? []).map((seen, n): Told => ({ ...seen, id: `${session.event}-coach-${n + 1}`, at, type: "coach", session: session.event }));
  return [event, ...coach, ...wishes];
}

/** When it ended; one that ran past midnight belongs to the day it began, and is told as of that day's last second. */
function dayBegun({ beganAt, endedAt = "" }: Session): string {
  const day = "2026-03-02".length;
  if (!beganAt || beganAt.slice(0, day) >= endedAt.slice(0, day)) return endedAt;
  return `${beganAt.slice(0, day)}T23:59:59${beganAt.slice("2026-03-02T08:30:00".length)}`;
}

/** The answer a quarter of an hour later, as a change of the session; `null` if nothing was told. */
export function later(session: Session, pain: number | null, lasted: string, minutes: number, at: string): Told | null {
  const change: Record<string, number> = {};
  if (pain !== null) change.pain_after = Math.max(pain, session.closing.after ?? 0);
  const told: Record<string, number> = { no: 0, over: 15, still: Math.max(16, Math.floor(minutes)) };
  if (lasted in told) change.over_mild_minutes = told[lasted]!;
  if (!Object.keys(change).length) return null;
  return { id: `${session.event}-later`, at, type: "correction", corrects: session.event, change };
}
