// Sessions for the player's tests.
import type { Dose, Item, Plan, Says } from "../src/player/plan";
import { type Session, act, begin, steps } from "../src/player/session";

export function exercise(id: string, dose: Partial<Dose> = {}, more: Partial<Item> = {}): Item {
  return {
    exercise: id, name: id, summary: "", steps: ["one"], cues: ["long", "slow"], breathing: "", cautions: [], mistakes: [], bring: [],
    sides: "one", amount: `${id} amount`, figure: { animated: `/${id}.svg`, still: `/${id}.png` },
    dose: { sets: 1, reps: 3, hold_s: 0, breaths: 0, move_s: 4, pause_s: 1, rest_s: 30, switch_s: more.sides === "left_then_right" ? 8 : 0, ...dose },
    motion: { length: 9, alternates: false, side: "right", keys: [{ at: 0, hold: 1, dose: false, breath: "in" }, { at: 3.5, hold: 3, dose: true, breath: "out" }] },
    why: [], hurt: { verdict: "amber", says: [`${id} hurt`], then: "it rests" }, out_when_leg: [], easier: [], harder: [], ...more,
  };
}

const row = (limit: number): Says[] =>
  Array.from({ length: 11 }, (_, pain) => (pain > limit ? { verdict: "red", says: ["too much"] } : { verdict: "green", says: pain ? ["fine"] : [] }));

export function plan(...items: Item[]): Plan {
  const table = Object.fromEntries(["none", ...Array.from({ length: 11 }, (_, n) => String(n))].map((name) => [name, row(5)]));
  return {
    id: "p", date: "2026-03-02", until: "2026-03-08", name: "A", minutes: 5, seconds: 300, items, language: "en", week: { done: 1, of: 5 }, true_line: "",
    words: { left: "Left side", right: "Right side", "say-last": "Last one.", "say-go": "Go.", "say-switch": "Change. {side}." },
    preferences: { voice: true, tones: true, lying_down: false }, pace: { position_s: 15, ready_s: 10, effort_s: 15, breath_s: 5 },
    pain: { during: table, after: table, effort: row(8), lasting: table, order: ["green", "missing", "amber", "red"] },
    leg: { down: "leg down", settled: "settled", up: "leg up" }, leg_minutes: 5, danger: { questions: [], advice: "" },
  };
}

export const start = (of: Plan): Session => begin(of, "event", 3);

/** Let time pass, in ticks as a browser gives them. */
export function pass(of: Plan, session: Session, ms: number, tick = 100): Session {
  let now = session;
  for (let gone = 0; gone < ms; gone += tick) now = act(of, now, { do: "tick", ms: Math.min(tick, ms - gone) });
  return now;
}

/** To the first step of a kind from here on. */
export function until(of: Plan, session: Session, kind: string): Session {
  let now = session;
  for (let n = 0; n < 100_000 && steps(of, now)[now.step]?.kind !== kind; n++) now = act(of, now, { do: "tick", ms: 100 });
  return now;
}
