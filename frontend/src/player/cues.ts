// What is said and sounded when a step begins, and while it runs. Pure: from steps to words and tones.
import { type Exercise, type Plan, fill } from "./plan";
import type { Step } from "./timeline";

export interface Cue {
  /** An instruction: it is said to its end, and what is to be done waits for it. */
  say?: string;
  /** Only if it does not have to wait. */
  count?: string;
  tone?: "ready" | "go" | "soft" | "done";
  /** For a screen reader. */
  announce?: string;
}

/** Beginning a step. `before` is the step that ended. */
export function onStep(plan: Plan, exercise: Exercise, step: Step, before: Step | null, lying: boolean): Cue {
  const { words } = plan;
  const text = (id: string, slots: Record<string, string | number> = {}) => fill(words[id] ?? "", slots);
  const side = step.side ? text(step.side) : "";
  switch (step.kind) {
    case "prepare": {
      const start = text("say-start", { name: exercise.name, amount: exercise.amount });
      const how = lying ? exercise.steps.join(" ") : exercise.summary;
      return { say: `${start} ${how}`, announce: `${start} ${exercise.summary}` };
    }
    case "ready": {
      const told = `${text("say-ready")} ${spoken(side)}`.trim();
      return { say: told, announce: told };
    }
    case "switch":
      return { say: text("say-switch", { side }), tone: "ready", announce: text("say-switch", { side }) };
    case "rest": {
      const told = `${text("say-rest", { seconds: step.ms / 1000 })} ${spoken(side)}`.trim();
      return { say: told, tone: "done", announce: told };
    }
    case "effort":
      return { say: text("say-effort"), tone: "done", announce: text("effort") };
    case "hold":
      return { count: text("say-hold"), tone: "soft" };
    case "back":
      return { count: text("say-back"), tone: "soft" };
    case "out":
    case "move":
      return repetition(plan, exercise, step, before);
    default:
      return {};
  }
}

function spoken(side: string): string {
  return side ? `${side}.` : "";
}

/** A repetition begins: its number, the last one by name; a screen reader hears the middle and the last only. */
function repetition(plan: Plan, exercise: Exercise, step: Step, before: Step | null): Cue {
  const { reps } = exercise.dose;
  const first = before?.kind === "ready" || before?.kind === "switch" || before?.kind === "rest";
  const last = step.rep === reps && reps > 1;
  const side = exercise.sides === "in_turn" && step.side ? `${plan.words[step.side] ?? ""}. ` : "";
  const cue: Cue = { count: side + (last ? (plan.words["say-last"] ?? "") : String(step.rep)) };
  if (first) return { ...cue, count: `${plan.words["say-go"] ?? ""} ${side}`.trim(), tone: "go", announce: plan.words["say-go"] ?? "" };
  if (last && side !== `${plan.words.right ?? ""}. `) cue.announce = plan.words["say-last"] ?? "";
  else if (step.rep === Math.ceil(reps / 2) + 1 && reps >= 6 && step.side !== "right") cue.announce = plan.words["say-half"] ?? "";
  return cue;
}

/** The seconds before the end of a step in which the countdown is heard: an instruction must be over by then. */
export function countdown(step: Step): number {
  if (step.kind === "prepare" || step.kind === "effort") return 0;
  return Math.min(3200, step.ms);
}

/** While waiting: the last three seconds before it starts, by tone; after a rest or a change of side as well. */
export function onSecond(step: Step, secondsLeft: number): Cue {
  const before = step.kind === "ready" || step.kind === "switch" || step.kind === "rest";
  return before && secondsLeft >= 1 && secondsLeft <= 3 ? { tone: "ready", count: String(secondsLeft) } : {};
}
