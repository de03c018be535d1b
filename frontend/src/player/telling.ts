// What a session becomes in the chart, and what the rules say to it. Pure.
import type { Plan, Says, Verdict } from "./plan";
import type { Report, Session } from "./session";
import { chosen } from "./session";

export interface ItemDone {
  exercise: string;
  done: "yes" | "partly" | "no";
  reps: number;
  effort?: number;
  pain?: number;
  hurt?: boolean;
}

export type Event = { id: string; at: string; type: string; [field: string]: unknown };

/** What was done of each exercise: of those prescribed or taken in their place, and of those left on the way. */
export function items(plan: Plan, session: Session): ItemDone[] {
  const stood = plan.items.map((item, slot) => {
    const now = chosen(plan, session)[slot];
    return now?.exercise ?? item.exercise;
  });
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

/** The events of a finished session: the session, then the wishes for next time. Nothing stands in them that was not told. */
export function events(plan: Plan, session: Session, at: string): Event[] {
  const told = session.closing;
  const event: Event = { id: session.event, at, type: "session", items: items(plan, session) };
  const fields = {
    pain_before: session.before ?? undefined, pain_during: told.during, pain_after: told.after, leg: told.leg,
    leg_minutes: told.legMinutes, leg_exercise: told.legExercise,
  };
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) event[name] = value;
  const wishes = session.wishes.map((one, n): Event => ({ id: `${session.event}-wish-${n + 1}`, at, type: "swap", exercise: one.exercise, wish: one.wish }));
  return [event, ...wishes];
}

/** A session that was left and whose day is over: what was done of it, and nothing else; `null` if that is nothing. */
export function leftOver(session: Session): Event | null {
  const did = session.reports.filter((report) => report.turns || report.hurt);
  if (!did.length || session.phase === "done" || !session.savedAt) return null;
  const event: Event = { id: session.event, at: session.savedAt, type: "session", items: did.map((report) => done(report.exercise, report)) };
  if (session.before !== null) event.pain_before = session.before;
  return event;
}

/** What the rules say to all that was told, as the server will say it: the worst verdict, each text once. */
export function meaning(plan: Plan, session: Session): Says {
  const { pain } = plan;
  const before = session.before === null ? "none" : String(session.before);
  const told = session.closing;
  const pains = session.reports.flatMap((one) => (one.pain === undefined ? [] : [one.pain]));
  const during = told.during ?? (pains.length ? Math.max(...pains) : undefined);
  const efforts = session.reports.flatMap((one) => (one.effort === undefined ? [] : [one.effort]));
  const found: Says[] = [during === undefined ? { verdict: "missing", says: [] } : at(pain.during[before], during)];
  if (told.after !== undefined) found.push(at(pain.after[before], told.after));
  for (const report of session.reports) if (report.hurt) found.push(hurtOf(plan, report.exercise));
  if (efforts.length) found.push(at(pain.effort, Math.max(...efforts)));
  if (told.leg === "down") found.push(leg(plan, told.legMinutes));
  if (told.leg === "up") found.push({ verdict: "green", says: plan.leg.up ? [plan.leg.up] : [] });
  return worst(found, pain.order);
}

function leg(plan: Plan, minutes: number | undefined): Says {
  const settled = minutes !== undefined && minutes <= plan.leg_minutes;
  const text = settled ? plan.leg.settled : plan.leg.down;
  return { verdict: settled ? "green" : "red", says: text ? [text] : [] };
}

function at(row: Says[] | undefined, value: number): Says {
  return row?.[Math.round(value)] ?? { verdict: "missing", says: [] };
}

function hurtOf(plan: Plan, exercise: string): Says {
  const every = plan.items.flatMap((item) => [item, ...item.easier, ...item.harder]);
  return every.find((one) => one.exercise === exercise)?.hurt ?? { verdict: "amber", says: [] };
}

/** The worst of some verdicts, and every text that goes with a verdict as bad as that; without one, all texts. */
export function worst(found: readonly Says[], order: readonly Verdict[]): Says {
  const rank = (one: Says) => order.indexOf(one.verdict);
  const verdict = found.reduce((most, one) => (rank(one) > order.indexOf(most) ? one.verdict : most), order[0]!);
  const speaking = verdict === "red" ? found.filter((one) => one.verdict !== "green") : found;
  return { verdict, says: [...new Set(speaking.flatMap((one) => one.says))] };
}

/** What the rules say when this exercise hurts this much: the exercise first, then the pain. */
export function whenHurt(plan: Plan, session: Session, exercise: string, pain: number | null): Says & { then: string } {
  const before = session.before === null ? "none" : String(session.before);
  const every = plan.items.flatMap((item) => [item, ...item.easier, ...item.harder]);
  const own = every.find((one) => one.exercise === exercise)?.hurt ?? { verdict: "amber" as const, says: [], then: "" };
  const felt = pain === null ? [] : [at(plan.pain.during[before], pain)];
  const strong = felt.filter((one) => one.verdict === "red");
  return { ...worst([own, ...strong], plan.pain.order), then: own.then };
}

/** The answer a quarter of an hour later, as a change of the session; `null` if nothing was told. */
export function later(session: Session, pain: number | null, lasted: string, minutes: number, at: string): Event | null {
  const change: Record<string, number> = {};
  if (pain !== null) change.pain_after = Math.max(pain, session.closing.after ?? 0);
  const told: Record<string, number> = { no: 0, over: 15, still: Math.max(16, Math.floor(minutes)) };
  if (lasted in told) change.over_mild_minutes = told[lasted]!;
  if (!Object.keys(change).length) return null;
  return { id: `${session.event}-later`, at, type: "correction", corrects: session.event, change };
}
