// Where the drawn figure stands at a moment of a step, so that it moves with the person and not beside them.
import type { Motion } from "./plan";
import { type Step, shareOut, top } from "./timeline";

/** Seconds on the figure's own time line, and whether to mirror it for the other side. */
export interface Frame {
  at: number;
  mirrored: boolean;
}

/** `share` is how much of the step has passed, 0 to 1. */
export function frame(motion: Motion, step: Step, share: number): Frame {
  const other = step.side !== "" && step.side !== motion.side;
  const second = motion.alternates && other ? motion.length : 0;
  return { at: second + within(motion, step, share), mirrored: other && !motion.alternates };
}

function within(motion: Motion, step: Step, share: number): number {
  const held = motion.keys[top(motion)];
  const rest = motion.keys[0]?.hold ?? 0;
  if (!held) return 0;
  const last = motion.length - 0.001;
  switch (step.kind) {
    case "move":
      return Math.min(last, share * motion.length);
    case "out":
      return shareOut(motion) === 0.5 && held.at === 0 ? 0 : Math.min(rest, held.at) + share * Math.max(0, held.at - Math.min(rest, held.at));
    case "hold":
      return held.at + Math.min(held.hold, 0.001);
    case "back":
      return Math.min(last, held.at + held.hold + share * Math.max(0, motion.length - held.at - held.hold));
    default:
      return 0;
  }
}

/** The breath at a moment: as the drawing says on the way, slow and even through a long hold. */
export function breath(motion: Motion, step: Step, elapsedMs: number, breathS: number): "" | "in" | "out" | "easy" {
  const held = motion.keys[top(motion)];
  if (!held) return "";
  const named = (word: string | undefined) => (word === "in" || word === "out" || word === "easy" ? word : "");
  if (step.kind === "hold") {
    const one = breathS * 1000;
    if (step.ms < 2 * one) return step.ms < one ? named(held.breath) : "easy";
    return elapsedMs % one < 0.4 * one ? "in" : "out";
  }
  if (step.kind === "out") return named(held.breath);
  if (step.kind === "back") return named(motion.keys[0]?.breath);
  if (step.kind !== "move") return "";
  const at = (elapsedMs / step.ms) * motion.length;
  const coming = motion.keys.find((key) => key.at + key.hold > at) ?? motion.keys[0];
  return named(coming?.breath);
}
