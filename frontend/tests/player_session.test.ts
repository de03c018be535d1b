import assert from "node:assert/strict";
import { test } from "node:test";
import { onSecond, onStep } from "../src/player/cues";
import { key } from "../src/player/plan";
import { type Session, act, closedAsLeft, current, leaveOut, remaining, steps } from "../src/player/session";
import { total } from "../src/player/timeline";
import { events, items, later, tells } from "../src/player/events";
import { meaning, whenHurt } from "../src/player/telling";
import type { Told } from "../src/told";
import { exercise, pass, plan, start, until } from "./player_parts";

const easy = exercise("a-easy", { reps: 2 });
const p = plan(exercise("a", { reps: 2 }, { easier: [easy], out_when_leg: ["c"] }), exercise("b", { reps: 2 }, { sides: "in_turn" }), exercise("c"));
const kind = (session: Session) => current(p, session)?.step.kind;
const slot = (session: Session) => current(p, session)?.step.slot;
const whole = () => total(steps(p, start(p)));

test("time alone leads through to the questions, with every repetition counted", () => {
  const over = pass(p, start(p), whole());
  assert.equal(over.phase, "closing");
  assert.deepEqual(items(over).map((item) => [item.exercise, item.done, item.reps]), [["a", "yes", 2], ["b", "yes", 2], ["c", "yes", 3]]);
});

test("the size of the ticks does not matter", () => {
  assert.deepEqual(pass(p, start(p), 47_300, 16), pass(p, start(p), 47_300, 1900));
});

test("paused time does not count", () => {
  const before = pass(p, start(p), 3000);
  const paused = act(p, before, { do: "pause" });
  assert.equal(pass(p, paused, 60_000), paused);
  const again = act(p, paused, { do: "play" });
  assert.equal(remaining(p, again), whole() - 3000);
  assert.deepEqual(pass(p, again, 1000), pass(p, before, 1000));
});

test("skip cuts waiting short; work is left with a question, or without one when nothing was done", () => {
  const ready = act(p, start(p), { do: "skip" });
  assert.equal(kind(ready), "ready");
  const work = act(p, ready, { do: "skip" });
  assert.equal(kind(work), "move");
  assert.deepEqual([kind(act(p, work, { do: "skip" })), slot(act(p, work, { do: "skip" }))], ["prepare", 1]);
  const some = pass(p, work, 4500);
  assert.equal(kind(act(p, some, { do: "skip" })), "effort");
  assert.equal(items(some)[0]?.done, "partly");
});

test("back begins the exercise again and counts it again; from its start it goes to the one before", () => {
  const work = pass(p, until(p, start(p), "move"), 4500);
  const again = act(p, work, { do: "back" });
  assert.deepEqual([kind(again), slot(again), items(again)[0]?.reps], ["prepare", 0, 0]);
  const second = until(p, until(p, start(p), "effort"), "prepare");
  assert.equal(slot(act(p, second, { do: "back" })), 0);
  assert.equal(act(p, start(p), { do: "back" }).step, 0);
});

test("more time is added to what is left", () => {
  const more = act(p, start(p), { do: "more", ms: 15_000 });
  assert.equal(remaining(p, more), whole() + 15_000);
});

test("an effort is kept, and the next exercise comes", () => {
  const told = act(p, until(p, start(p), "effort"), { do: "effort", effort: 8 });
  assert.deepEqual([kind(told), slot(told), items(told)[0]?.effort], ["prepare", 1, 8]);
});

test("no effort told, none written", () => {
  const over = pass(p, start(p), whole());
  assert.ok(items(over).every((item) => !("effort" in item)));
});

test("an exercise that hurts stops, is written down, and the next one comes", () => {
  const work = until(p, start(p), "move");
  const hurt = act(p, work, { do: "hurt", pain: 7 });
  assert.equal(hurt.playing, false);
  const next = act(p, hurt, { do: "leave", forGood: false });
  assert.equal(slot(next), 1);
  assert.deepEqual(items(next)[0], { exercise: "a", done: "no", reps: 0, pain: 7, hurt: true });
  assert.deepEqual(whenHurt(p, hurt, "a", 7), { verdict: "red", says: ["a hurt", "too much"], then: "it rests" });
  assert.equal(whenHurt(p, hurt, "a", 2).verdict, "amber");
  assert.equal(whenHurt(p, hurt, "a", null).verdict, "amber");
});

test("down the leg takes out what goes the same way", () => {
  const work = until(p, start(p), "move");
  const told = act(p, act(p, work, { do: "hurt", pain: null }), { do: "leg", minutes: 3 });
  const on = leaveOut(p, told, 0, ["c"]);
  assert.deepEqual([slot(on), [...new Set(steps(p, on).map((step) => step.slot))]], [1, [0, 1]]);
  const [event] = events(act(p, on, { do: "end" }));
  assert.deepEqual([event?.leg, event?.leg_minutes, event?.leg_exercise], ["down", 3, "a"]);
  assert.ok(meaning(p, on).says.includes("settled"));
  const stays = act(p, act(p, work, { do: "leg", minutes: null }), { do: "end" });
  assert.equal(meaning(p, stays).verdict, "red");
  assert.ok(!("leg_minutes" in events(stays)[0]!));
});

test("another exercise takes the place; what was done of the first stays written", () => {
  const work = pass(p, until(p, start(p), "move"), 4500);
  const swapped = act(p, work, { do: "swap", to: easy, wish: "easier", keep: true });
  assert.deepEqual([kind(swapped), current(p, swapped)?.exercise.exercise, swapped.chosen[0]], ["prepare", "a-easy", key(easy)]);
  const over = pass(p, swapped, 10 * whole());
  assert.deepEqual(items(over).map((item) => [item.exercise, item.done]), [["a-easy", "yes"], ["b", "yes"], ["c", "yes"], ["a", "partly"]]);
  const told = events(over);
  assert.deepEqual(told.slice(1).map((event) => [event.id, event.exercise, event.wish]), [["event-wish-1", "a", "easier"]]);
});

test("left out for good is a wish for next time; left out today is none", () => {
  assert.deepEqual(act(p, start(p), { do: "leave", forGood: true }).wishes, [{ exercise: "a", wish: "not_this" }]);
  assert.deepEqual(act(p, start(p), { do: "leave", forGood: false }).wishes, []);
});

test("a session that was kept goes on where it was", () => {
  const before = pass(p, start(p), 30_000);
  const kept = JSON.parse(JSON.stringify(before)) as Session;
  assert.deepEqual(pass(p, kept, 20_000), pass(p, before, 20_000));
});

test("the event holds what was told and nothing else", () => {
  const over = act(p, pass(p, start(p), whole()), { do: "close", closing: { during: 4, leg: "none" }, at: "2026-03-02T08:30:00+00:00" });
  const [event] = events(over);
  assert.deepEqual(Object.keys(event!).sort(), ["at", "id", "items", "leg", "pain_before", "pain_during", "type"]);
  assert.equal(over.phase, "done");
  assert.deepEqual(events(over), events(over));
});

test("what it means: the worst counts; nothing told is missing", () => {
  const over = pass(p, start(p), whole());
  assert.equal(meaning(p, over).verdict, "missing");
  const close = (closing: object) => meaning(p, act(p, over, { do: "close", closing, at: "t" })).verdict;
  assert.deepEqual([close({ during: 2 }), close({ during: 7 }), close({ during: 2, after: 8 })], ["green", "red", "red"]);
});

test("a quarter of an hour later corrects the session; the higher pain stays; nothing told, nothing sent", () => {
  const over = act(p, pass(p, start(p), whole()), { do: "close", closing: { after: 4 }, at: "t" });
  assert.deepEqual(later(over, 2, "still", 17.4, "t")?.change, { pain_after: 4, over_mild_minutes: 17 });
  assert.deepEqual(later(over, null, "no", 17, "t")?.change, { over_mild_minutes: 0 });
  assert.equal(later(over, null, "", 17, "t"), null);
});

test("however a session ends, its events are those of one finished by its form, but for the time", () => {
  const hurt = act(p, pass(p, until(p, start(p), "move"), 4500), { do: "hurt", pain: 6 });
  const wished = act(p, act(p, hurt, { do: "leave", forGood: true }), { do: "effort", effort: 5 });
  const legged = act(p, act(p, until(p, wished, "move"), { do: "leg", minutes: 3 }), { do: "end" });
  const answers = { during: 6, after: 5, adverse: "yes", adverseNote: "I felt faint" } as const;
  const timeless = (session: Session): Told[] => events(session).map((event) => ({ ...event, at: "" }));
  const byForm = timeless(act(p, legged, { do: "close", closing: answers, at: "t" }));
  const [event, wish] = byForm;
  assert.deepEqual([event!["pain_before"], event!["pain_during"], event!["leg"], event!["adverse"]], [3, 6, "down", "yes"]);
  assert.deepEqual([wish!["exercise"], wish!["wish"]], ["a", "not_this"]);
  const left = { ...legged, draft: answers, savedAt: "then" };
  assert.deepEqual(timeless(closedAsLeft(left)), byForm);
  assert.deepEqual(timeless(closedAsLeft(JSON.parse(JSON.stringify(left)) as Session)), byForm);
  assert.deepEqual(timeless(closedAsLeft(closedAsLeft(left))), byForm);
  assert.equal(closedAsLeft(left).endedAt, "then");
});

test("in the middle nothing that was told is lost either; where nothing was, there is no event in any ending", () => {
  const some = { ...pass(p, until(p, start(p), "effort"), 100), savedAt: "t" };
  const [event] = events(closedAsLeft(some));
  assert.deepEqual(event, {
    id: "event", at: "t", type: "session", pain_before: 3,
    items: [{ exercise: "a", done: "yes", reps: 2 }, { exercise: "b", done: "no", reps: 0 }, { exercise: "c", done: "no", reps: 0 }],
  });
  assert.equal(events(closedAsLeft({ ...start(p), savedAt: "t" })).length, 1); // the pain before is told
  const silent = { ...start(p), before: null, savedAt: "t" };
  assert.deepEqual([tells(silent), events(closedAsLeft(silent)), events(act(p, silent, { do: "close", closing: {}, at: "t" }))], [false, [], []]);
});

test("no more than usual is a whole report in one tap", () => {
  const over = act(p, pass(p, start(p), whole()), { do: "close", closing: { usual: true, adverse: "no" }, at: "t" });
  const [event] = events(over);
  assert.deepEqual([event!["usual"], event!["adverse"], "pain_during" in event!], [true, "no", false]);
  assert.equal(meaning(p, over).verdict, "green");
});

test("a session that runs past midnight belongs to the day it began", () => {
  const at = (beganAt: string, endedAt: string) => events({ ...start(p), phase: "done", beganAt, endedAt })[0]!.at;
  assert.equal(at("2026-03-02T23:50:00+01:00", "2026-03-03T00:10:00+01:00"), "2026-03-02T23:59:59+01:00");
  assert.equal(at("2026-03-02T23:40:00+01:00", "2026-03-02T23:59:00+01:00"), "2026-03-02T23:59:00+01:00");
});

test("words: the start, the side, the last one, and three tones before it goes on", () => {
  const first = steps(p, start(p));
  const cue = (n: number) => onStep(p, p.items[first[n]!.slot]!, first[n]!, first[n - 1] ?? null, false);
  const move = first.findIndex((step) => step.kind === "move");
  assert.equal(cue(move).tone, "go");
  const last = first.findIndex((step) => step.kind === "move" && step.rep === 2);
  assert.equal(cue(last).count, "Last one.");
  const turned = first.findIndex((step) => step.slot === 1 && step.kind === "move" && step.side === "right");
  assert.match(cue(turned).count ?? "", /Right side/);
  assert.deepEqual([4, 3, 0].map((left) => onSecond(first[1]!, left).tone), [undefined, "ready", undefined]);
  assert.deepEqual(onSecond(first[move]!, 2), {});
});
