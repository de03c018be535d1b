import assert from "node:assert/strict";
import { test } from "node:test";
import { breath, frame } from "../src/player/motion";
import { type Step, exerciseSteps } from "../src/player/timeline";
import { exercise, plan } from "./player_parts";

const p = plan(exercise("a"));
const steps = (item: ReturnType<typeof exercise>) => exerciseSteps(item, 0, p.pace);
const sides = (list: Step[]) => list.filter((step) => step.counts).map((step) => step.side[0] ?? "-").join("");

test("getting into position takes the planned time, then the countdown that the person has set", () => {
  const lead = exerciseSteps(exercise("a"), 0, { ...p.pace, ready_s: 30 }).slice(0, 2);
  assert.deepEqual(lead.map((step) => [step.kind, step.ms / 1000]), [["prepare", 15], ["ready", 30]]);
});

test("left then right, with a change between; in turn, without one", () => {
  const whole = steps(exercise("a", { reps: 2, sets: 2 }, { sides: "left_then_right" }));
  assert.equal(sides(whole), "llrrllrr");
  assert.deepEqual(whole.filter((step) => step.kind === "switch").map((step) => step.side), ["right", "right"]);
  assert.equal(sides(steps(exercise("a", { reps: 2 }, { sides: "in_turn" }))), "lrlr");
  assert.equal(sides(steps(exercise("a", { reps: 2 }))), "--");
});

test("a repetition with a hold goes out, holds and comes back; without one it moves", () => {
  const kinds = (item: ReturnType<typeof exercise>) => steps(item).map((step) => step.kind).join(" ");
  assert.equal(kinds(exercise("a", { reps: 1, hold_s: 5 })), "prepare ready out hold back pause effort");
  assert.equal(kinds(exercise("a", { reps: 1, pause_s: 0 })), "prepare ready move effort");
  assert.equal(kinds(exercise("a", { reps: 1, sets: 2, pause_s: 0 })), "prepare ready move rest move effort");
});

test("the figure goes with the person: out to the held pose, still while it is held, back to the start", () => {
  const item = exercise("a", { reps: 1, hold_s: 20 });
  const [out, hold, back] = (["out", "hold", "back"] as const).map((kind) => steps(item).find((step) => step.kind === kind)!);
  const at = (step: Step, share: number) => frame(item.motion, step, share).at;
  assert.ok(Math.abs(at(out!, 1) - 3.5) < 0.01 && at(out!, 0) < at(out!, 0.5));
  assert.equal(at(hold!, 0.1), at(hold!, 0.9));
  assert.ok(Math.abs(at(back!, 0) - 6.5) < 0.01 && at(back!, 1) > 8.9);
});

test("the other side is mirrored, or is the second half of a figure that changes sides", () => {
  const one = exercise("a", { reps: 1 }, { sides: "left_then_right" });
  const left = steps(one).find((step) => step.kind === "move")!;
  assert.equal(frame(one.motion, left, 0).mirrored, true);
  const both = { ...one.motion, alternates: true };
  assert.deepEqual(frame(both, left, 0), { at: 9, mirrored: false });
  assert.deepEqual(frame(both, { ...left, side: "right" }, 0), { at: 0, mirrored: false });
});

test("breath goes with the way; a long hold has slow breaths", () => {
  const item = exercise("a", { reps: 1, hold_s: 20 });
  const of = (kind: string) => steps(item).find((step) => step.kind === kind)!;
  assert.equal(breath(item.motion, of("out"), 0, 5), "out");
  assert.equal(breath(item.motion, of("back"), 0, 5), "in");
  assert.deepEqual([0, 2500, 5000].map((ms) => breath(item.motion, of("hold"), ms, 5)), ["in", "out", "in"]);
});
