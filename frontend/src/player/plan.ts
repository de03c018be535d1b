// Today's session as the server gives it; see `services/session/plan.py`. Times in seconds.

export type Verdict = "green" | "missing" | "amber" | "red";
export interface Says {
  verdict: Verdict;
  says: string[];
}

export interface Dose {
  sets: number;
  /** For each side, where there are sides. */
  reps: number;
  hold_s: number;
  breaths: number;
  move_s: number;
  pause_s: number;
  rest_s: number;
  /** To the other side, once in each set; 0 where sides take turns. */
  switch_s: number;
}

/** What comes around each dose, and how long a breath is; see `core/content/pace.py`. */
export interface Pace {
  position_s: number;
  ready_s: number;
  effort_s: number;
  breath_s: number;
}

/** A pose of the figure: when it is reached in a repetition, and how long the drawing holds it. */
export interface Key {
  at: number;
  hold: number;
  dose: boolean;
  breath: string;
}

export interface Motion {
  length: number;
  alternates: boolean;
  side: "left" | "right";
  keys: Key[];
}

export interface Exercise {
  exercise: string;
  name: string;
  summary: string;
  steps: string[];
  cues: string[];
  breathing: string;
  cautions: string[];
  mistakes: { what: string; feels: string; fix: string }[];
  bring: string[];
  sides: "one" | "left_then_right" | "in_turn";
  dose: Dose;
  amount: string;
  /** Seconds to get into position from the exercise before it. */
  position_s?: number;
  /** Addresses; `animated` is empty for a picture that does not move, which says in `alt` what it shows. */
  figure: { animated: string; still: string; alt?: string };
  motion: Motion;
  why: string[];
  hurt: Says & { then: string };
  out_when_leg: string[];
}

export interface Item extends Exercise {
  easier: Exercise[];
  harder: Exercise[];
}

export interface Plan {
  id: string;
  date: string;
  /** The last day on which it may be done without asking the server again. */
  until: string;
  name: string;
  minutes: number;
  seconds: number;
  items: Item[];
  /** Sessions of this week that were done before this one, and those planned. */
  week: { done: number; of: number };
  /** Something true and good that the chart shows; empty when there is nothing. */
  true_line: string;
  language: string;
  words: Record<string, string>;
  preferences: { voice: boolean; tones: boolean; lying_down: boolean };
  pace: Pace;
  pain: {
    during: Record<string, Says[]>;
    after: Record<string, Says[]>;
    effort: Says[];
    lasting: Record<string, Says[]>;
    order: Verdict[];
  };
  leg: { down?: string; settled?: string; up?: string };
  leg_minutes: number;
  danger: { questions: string[]; advice: string };
}

/** The same exercise one step smaller has the same id, so a choice is named by id and dose. */
export function key(exercise: Exercise): string {
  return `${exercise.exercise} ${exercise.amount}`;
}

/** What can stand at a place of the session: the prescribed one first. */
export function candidates(item: Item): Exercise[] {
  return [item, ...item.easier, ...item.harder];
}

/** A text with its slots filled in. */
export function fill(text: string, slots: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(slots[name] ?? whole));
}
