// From doses to steps in time. Pure: the same plan and choices give the same steps.
import type { Exercise, Motion, Pace, Plan } from "./plan";

/**
 * prepare: get into position; ready: countdown; move: a repetition without a hold; out, hold, back: one with a hold;
 * pause: between repetitions; switch: to the other side; rest: between sets; effort: how hard was it?
 */
export type Kind = "prepare" | "ready" | "move" | "out" | "hold" | "back" | "pause" | "switch" | "rest" | "effort";
export type Side = "" | "left" | "right";

export interface Step {
  kind: Kind;
  ms: number;
  /** Place in the session, from 0. */
  slot: number;
  /** From 1. */
  set: number;
  /** From 1, counted for each side; 0 outside of repetitions. */
  rep: number;
  side: Side;
  /** A repetition of one side is done when this step ends. */
  counts: boolean;
}

/** Kinds in which nothing has to be done but to get there. */
export const WAITING: ReadonlySet<Kind> = new Set(["prepare", "ready", "switch", "rest", "effort"]);

/** All steps of a session; `chosen` holds the exercise at each place, `null` where it is left out. */
export function timeline(plan: Plan, chosen: readonly (Exercise | null)[]): Step[] {
  return chosen.flatMap((exercise, slot) => (exercise ? exerciseSteps(exercise, slot, plan.pace) : []));
}

/** Getting into position, the dose, and the question after it. */
export function exerciseSteps(exercise: Exercise, slot: number, pace: Pace): Step[] {
  const first = order(exercise, exercise.dose.reps)[0]!.side;
  const around = (kind: Kind, seconds: number, side: Side = ""): Step => step(kind, seconds, slot, 1, 0, side);
  return [around("prepare", exercise.position_s ?? pace.position_s, first), around("ready", pace.ready_s, first), ...sets(exercise, slot), around("effort", pace.effort_s)];
}

/** The dose and the changes of side within it. */
function sets(exercise: Exercise, slot: number): Step[] {
  const { dose } = exercise;
  const out: Step[] = [];
  for (let set = 1; set <= dose.sets; set++) {
    if (set > 1) out.push(step("rest", dose.rest_s, slot, set, 0, order(exercise, dose.reps)[0]!.side));
    let side: Side = "";
    for (const turn of order(exercise, dose.reps)) {
      if (exercise.sides === "left_then_right" && side && turn.side !== side) out.push(step("switch", dose.switch_s, slot, set, 0, turn.side));
      side = turn.side;
      out.push(...repetition(exercise, slot, set, turn.rep, turn.side));
    }
  }
  return out.filter((one) => one.ms > 0 || one.counts);
}

/** Which side works in each repetition of one set. */
function order(exercise: Exercise, reps: number): { rep: number; side: Side }[] {
  const each = (side: Side) => Array.from({ length: reps }, (_, n) => ({ rep: n + 1, side }));
  if (exercise.sides === "one") return each("");
  if (exercise.sides === "left_then_right") return [...each("left"), ...each("right")];
  return each("left").flatMap((left) => [left, { rep: left.rep, side: "right" as const }]);
}

function repetition(exercise: Exercise, slot: number, set: number, rep: number, side: Side): Step[] {
  const { hold_s, move_s, pause_s } = exercise.dose;
  const one = (kind: Kind, seconds: number, counts = false) => step(kind, seconds, slot, set, rep, side, counts);
  if (!hold_s) return [one("move", move_s, true), one("pause", pause_s)];
  const away = shareOut(exercise.motion) * move_s;
  return [one("out", away), one("hold", hold_s), one("back", move_s - away, true), one("pause", pause_s)];
}

/** The pose that is held: the one that the dose is about, else the one in the middle. */
export function top(motion: Motion): number {
  const dosed = motion.keys.findIndex((key) => key.dose);
  return dosed >= 0 ? dosed : Math.floor(motion.keys.length / 2);
}

/** Which share of the way is the way out to the held pose. */
export function shareOut(motion: Motion): number {
  const held = motion.keys[top(motion)];
  if (!held) return 0.5;
  const way = motion.length - held.hold;
  const share = way > 0 ? held.at / way : 0.5;
  return share > 0.1 && share < 0.9 ? share : 0.5;
}

function step(kind: Kind, seconds: number, slot: number, set: number, rep: number, side: Side, counts = false): Step {
  return { kind, ms: Math.round(seconds * 1000), slot, set, rep, side, counts };
}

/** Milliseconds of some steps. */
export function total(steps: readonly Step[]): number {
  return steps.reduce((sum, one) => sum + one.ms, 0);
}
