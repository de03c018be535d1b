// What the rules say to what was told. Pure.
import type { Plan, Says, Verdict } from "./plan";
import type { Session } from "./session";

/** What the rules say to all that was told, as the server will say it: the worst verdict, each text once. */
export function meaning(plan: Plan, session: Session): Says {
  const { pain } = plan;
  const before = session.before === null ? "none" : String(session.before);
  const told = session.closing;
  const pains = session.reports.flatMap((one) => (one.pain === undefined ? [] : [one.pain]));
  const during = told.during ?? (pains.length ? Math.max(...pains) : undefined);
  const efforts = session.reports.flatMap((one) => (one.effort === undefined ? [] : [one.effort]));
  const silent: Says = { verdict: told.usual ? "green" : "missing", says: [] };
  const found: Says[] = [during === undefined ? silent : at(pain.during[before], during)];
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
  return { verdict: settled ? "amber" : "red", says: text ? [text] : [] };
}

/** What the rules say to discomfort that has lasted, at the pain afterward; a pain that was not told counts as more than before. */
export function lasting(plan: Plan, session: Session, pain: number | null): Says {
  const before = session.before === null ? "none" : String(session.before);
  return at(plan.pain.lasting[before], pain ?? session.closing.after ?? 10);
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
