// What happens in a session, as a pure function of what was done: no clock, no page. Time comes in as milliseconds.
import type { Told } from "../told";
import { type Exercise, type Plan, candidates, key } from "./plan";
import { type Step, WAITING, timeline, total } from "./timeline";

/** What was done of one exercise. `turns` counts repetitions of single sides. */
export interface Report {
  exercise: string;
  turns: number;
  wanted: number;
  sides: number;
  effort?: number;
  pain?: number;
  hurt?: boolean;
}

/** What the camera coach saw of one exercise; the fields of the event `coach`. `reps`: of single sides. */
export interface CoachSeen {
  exercise: string;
  reps: number | null;
  wrong?: boolean;
  [field: string]: unknown;
}

export type Leg = "none" | "same" | "up" | "down";
export type Wish = "easier" | "harder" | "not_this";

/** What is told when the exercises are over. */
export interface Closing {
  during?: number;
  after?: number;
  leg?: Leg;
  legMinutes?: number;
  legExercise?: string;
  /** One tap: pain no more than usual, nothing else happened. */
  usual?: boolean;
  adverse?: "no" | "yes";
  adverseNote?: string;
}

/** All that must outlive a dead battery. `step` and `elapsed` (ms) say where it stands. */
export interface Session {
  version: 2;
  plan: string;
  event: string;
  phase: "play" | "closing" | "done";
  chosen: string[];
  out: string[];
  step: number;
  elapsed: number;
  playing: boolean;
  before: number | null;
  reports: Report[];
  wishes: { exercise: string; wish: Wish }[];
  closing: Closing;
  /** What the camera coach saw, one entry for each time that it followed an exercise. */
  coach?: CoachSeen[];
  /** What has been answered so far of the questions at the end; a page that is closed there has told this much. */
  draft?: Closing;
  beganAt?: string;
  endedAt?: string;
  /** Local time at which it was last kept on the device. */
  savedAt?: string;
  /** Whose it is: a device may serve two people. */
  owner?: string;
  /** The page that runs it; another page that goes on with it takes it over. */
  tab?: string;
  /** Nobody closed it at its questions; it was closed for them. */
  left?: boolean;
  /** The server has it. */
  sent?: boolean;
  /** The answer a quarter of an hour later, as it was told. */
  answer?: Told;
}

export type Action =
  | { do: "play" }
  | { do: "pause" }
  | { do: "tick"; ms: number; until?: number }
  | { do: "skip" }
  | { do: "back" }
  | { do: "more"; ms: number }
  | { do: "effort"; effort: number }
  | { do: "swap"; to: Exercise; wish: Wish; keep: boolean }
  | { do: "leave"; forGood: boolean }
  | { do: "hurt"; pain: number | null }
  | { do: "leg"; minutes: number | null }
  | { do: "seen"; n: number; seen: CoachSeen }
  | { do: "coach-wrong" }
  | { do: "did"; reps: number }
  | { do: "end" }
  | { do: "close"; closing: Closing; at: string };

/** A session at its beginning. */
export function begin(plan: Plan, event: string, before: number | null, at = ""): Session {
  return {
    ...(at && { beganAt: at }),
    version: 2, plan: plan.id, event, phase: "play", chosen: plan.items.map(key), out: [], step: 0, elapsed: 0,
    playing: true, before, reports: [], wishes: [], closing: {},
  };
}

/** The exercise at each place, `null` where it has been taken out. */
export function chosen(plan: Plan, session: Session): (Exercise | null)[] {
  return plan.items.map((item, slot) => {
    const found = candidates(item).find((one) => key(one) === session.chosen[slot]) ?? item;
    return session.out.includes(found.exercise) ? null : found;
  });
}

/** All steps as they stand now. */
export function steps(plan: Plan, session: Session): Step[] {
  return timeline(plan, chosen(plan, session));
}

/** The step that runs, and its exercise. */
export function current(plan: Plan, session: Session): { step: Step; exercise: Exercise } | null {
  const step = session.phase === "play" ? steps(plan, session)[session.step] : undefined;
  const exercise = step && chosen(plan, session)[step.slot];
  return step && exercise ? { step, exercise } : null;
}

/** Milliseconds until the last step ends. */
export function remaining(plan: Plan, session: Session): number {
  return total(steps(plan, session).slice(session.step)) - session.elapsed;
}

/** The session after an action. Returns the same object when nothing changes. */
export function act(plan: Plan, session: Session, action: Action): Session {
  if (action.do === "close") return closed(session, action.closing, action.at);
  if (session.phase !== "play") return session;
  switch (action.do) {
    case "play":
    case "pause":
      return session.playing === (action.do === "play") ? session : { ...session, playing: action.do === "play" };
    case "tick":
      return session.playing ? advance(plan, session, within(plan, session, action)) : session;
    case "more":
      return { ...session, elapsed: session.elapsed - action.ms };
    case "skip":
      return skip(plan, session);
    case "back":
      return back(plan, session);
    case "end":
      return over(session);
    case "seen":
      return saw(session, action.n, action.seen);
    default:
      return told(plan, session, action);
  }
}

function closed(session: Session, closing: Closing, at: string): Session {
  const { draft: _, ...rest } = session;
  return { ...rest, phase: "done", playing: false, closing: { ...session.closing, ...closing }, endedAt: at };
}

/** A session that nobody closed, as it was left: with what had been answered, at the time it was last kept. */
export function closedAsLeft(session: Session): Session {
  if (session.phase === "done") return session;
  return { ...closed(session, session.draft ?? {}, session.savedAt ?? session.beganAt ?? ""), left: true };
}

/** What is called wrong stays so, whatever is seen later. */
function saw(session: Session, n: number, seen: CoachSeen): Session {
  const before = session.coach ?? [];
  return { ...session, coach: [...before.slice(0, n), { ...seen, ...(before[n]?.wrong && { wrong: true }) }] };
}

type Telling = Extract<Action, { do: "effort" | "swap" | "leave" | "hurt" | "leg" | "coach-wrong" | "did" }>;

function told(plan: Plan, session: Session, action: Telling): Session {
  const now = current(plan, session);
  if (!now) return session;
  const { exercise, step } = now;
  switch (action.do) {
    case "effort":
      return next({ ...note(session, exercise, { effort: action.effort }) }, plan);
    case "hurt":
      return { ...note(session, exercise, { hurt: true, ...(action.pain === null ? {} : { pain: action.pain }) }), playing: false };
    case "coach-wrong":
      return { ...session, coach: (session.coach ?? []).map((one) => (one.exercise === exercise.exercise ? { ...one, wrong: true } : one)) };
    case "did":
      return note(session, exercise, { turns: action.reps * sidesOf(exercise) });
    case "leg":
      return legDown(session, exercise, action.minutes);
    case "leave": {
      const wished = action.forGood ? wish(session, exercise.exercise, "not_this") : session;
      return toSlot(plan, wished, step.slot + 1);
    }
    case "swap": {
      const choices = session.chosen.map((was, slot) => (slot === step.slot ? key(action.to) : was));
      const wished = action.keep ? wish(session, exercise.exercise, action.wish) : session;
      return toSlot(plan, { ...wished, chosen: choices }, step.slot);
    }
  }
}

function wish(session: Session, exercise: string, what: Wish): Session {
  return { ...session, wishes: [...session.wishes.filter((one) => one.exercise !== exercise), { exercise, wish: what }] };
}

function legDown(session: Session, exercise: Exercise, minutes: number | null): Session {
  const closing: Closing = { ...session.closing, leg: "down", legExercise: exercise.exercise };
  if (minutes !== null) closing.legMinutes = minutes;
  return { ...session, closing, playing: false };
}

/** Take the exercises out that go the same way as one that went down the leg, and go on behind it. */
export function leaveOut(plan: Plan, session: Session, slot: number, ids: readonly string[]): Session {
  const later = chosen(plan, session).slice(slot + 1);
  const out = later.flatMap((one) => (one && ids.includes(one.exercise) ? [one.exercise] : []));
  return toSlot(plan, { ...session, out: [...session.out, ...out] }, slot + 1);
}

/** Of the time that has passed, what counts: a step of waiting goes no further than `until` ms before its end. */
function within(plan: Plan, session: Session, { ms, until }: { ms: number; until?: number }): number {
  const step = until === undefined ? undefined : steps(plan, session)[session.step];
  if (!step || !WAITING.has(step.kind)) return ms;
  return Math.max(0, Math.min(ms, step.ms - until! - 1 - session.elapsed));
}

function advance(plan: Plan, session: Session, ms: number): Session {
  const all = steps(plan, session);
  let now: Session = { ...session, elapsed: session.elapsed + ms };
  for (let step = all[now.step]; step && now.elapsed >= step.ms; step = all[now.step]) {
    const left = now.elapsed - step.ms;
    if (step.counts) now = count(plan, now, step);
    now = { ...now, step: now.step + 1, elapsed: left };
  }
  return now.step < all.length ? now : over(now);
}

function over(session: Session): Session {
  return { ...session, phase: "closing", playing: false };
}

function count(plan: Plan, session: Session, step: Step): Session {
  const exercise = chosen(plan, session)[step.slot];
  return exercise ? note(session, exercise, { turns: (find(session, exercise)?.turns ?? 0) + 1 }) : session;
}

function find(session: Session, exercise: Exercise): Report | undefined {
  return session.reports.find((report) => report.exercise === exercise.exercise);
}

const sidesOf = (exercise: Exercise) => (exercise.sides === "one" ? 1 : 2);

/** How often the coach saw an exercise done, for each side; `null` when it would not stand by a count, or was told that it is wrong. */
export function seenOf(session: Session, exercise: Exercise): number | null {
  const all = (session.coach ?? []).filter((one) => one.exercise === exercise.exercise);
  if (!all.length || all.some((one) => one.reps === null || one.wrong)) return null;
  return Math.floor(all.reduce((sum, one) => sum + one.reps!, 0) / sidesOf(exercise));
}

function note(session: Session, exercise: Exercise, more: Partial<Report>): Session {
  const { dose } = exercise;
  const sides = sidesOf(exercise);
  const fresh: Report = { exercise: exercise.exercise, turns: 0, wanted: dose.sets * dose.reps * sides, sides };
  const report = { ...fresh, ...find(session, exercise), wanted: fresh.wanted, ...more };
  const others = session.reports.filter((one) => one.exercise !== exercise.exercise);
  return { ...session, reports: [...others, report] };
}

function next(session: Session, plan: Plan): Session {
  const step = session.step + 1;
  return step < steps(plan, session).length ? { ...session, step, elapsed: 0 } : over(session);
}

/** Waiting is cut short; work is left, with the question how it was if any of it was done. */
function skip(plan: Plan, session: Session): Session {
  const now = current(plan, session);
  if (!now) return session;
  if (WAITING.has(now.step.kind)) return next(session, plan);
  const done = find(session, now.exercise)?.turns ?? 0;
  const to = steps(plan, session).findIndex((one) => one.slot === now.step.slot && one.kind === "effort");
  return done ? { ...session, step: to, elapsed: 0 } : toSlot(plan, session, now.step.slot + 1);
}

/** To the start of this exercise; from its start to the one before. What is done again is counted again. */
function back(plan: Plan, session: Session): Session {
  const now = current(plan, session);
  if (!now) return session;
  const slots = [...new Set(steps(plan, session).map((one) => one.slot))];
  const before = slots[slots.indexOf(now.step.slot) - 1];
  const slot = now.step.kind === "prepare" && before !== undefined ? before : now.step.slot;
  const again = chosen(plan, session)[slot];
  const kept = session.reports.map((one) => (one.exercise === again?.exercise ? { ...one, turns: 0 } : one));
  return toSlot(plan, { ...session, reports: kept }, slot);
}

/** To the first step of a place, or of the next one that is left; the end if there is none. */
function toSlot(plan: Plan, session: Session, slot: number): Session {
  const step = steps(plan, session).findIndex((one) => one.slot >= slot);
  return step < 0 ? over(session) : { ...session, step, elapsed: 0 };
}
