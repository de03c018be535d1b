// What is said and sounded when a step begins, and while it runs. Pure: from steps to words and tones.
import { type Exercise, type Plan, fill } from "./plan";
import type { Step } from "./timeline";

export interface Cue {
  /** Cuts in, in place of what is being said. */
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
    case "ready":
      return { count: `${text("say-ready")} ${side}`, announce: `${text("say-ready")} ${side}`.trim() };
    case "switch":
      return { say: text("say-switch", { side }), tone: "ready", announce: text("say-switch", { side }) };
    case "rest":
      return { say: text("say-rest", { seconds: step.ms / 1000 }), tone: "done", announce: text("say-rest", { seconds: step.ms / 1000 }) };
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

/** A repetition begins: its number, the last one by name; a screen reader hears the middle and the last only. */
function repetition(plan: Plan, exercise: Exercise, step: Step, before: Step | null): Cue {
  const { reps } = exercise.dose;
  const first = before?.kind === "ready" || before?.kind === "switch" || before?.kind === "rest";
  const last = step.rep === reps && reps > 1;
  const side = exercise.sides === "in_turn" && step.side ? `${plan.words[step.side] ?? ""}. ` : "";
  const cue: Cue = { count: side + (last ? (plan.words["say-last"] ?? "") : String(step.rep)) };
  if (first) return { ...cue, say: `${plan.words["say-go"] ?? ""} ${side || step.rep}`, tone: "go", announce: plan.words["say-go"] ?? "" };
  if (last && side !== `${plan.words.right ?? ""}. `) cue.announce = plan.words["say-last"] ?? "";
  else if (step.rep === Math.ceil(reps / 2) + 1 && reps >= 6 && step.side !== "right") cue.announce = plan.words["say-half"] ?? "";
  return cue;
}

/** While waiting: the last three seconds before it starts, by tone; after a rest or a change of side as well. */
export function onSecond(step: Step, secondsLeft: number): Cue {
  const before = step.kind === "ready" || step.kind === "switch" || step.kind === "rest";
  return before && secondsLeft >= 1 && secondsLeft <= 3 ? { tone: "ready", count: String(secondsLeft) } : {};
}
