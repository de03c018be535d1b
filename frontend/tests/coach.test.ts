import assert from "node:assert/strict";
import { test } from "node:test";
import { LANDMARKS, pack } from "../src/coach/wire";
import { events } from "../src/player/events";
import { act, seenOf } from "../src/player/session";
import { exercise, plan, start, until } from "./player_parts";

const marks = (x = 0.5) => ({ image: Array(2 * LANDMARKS).fill(x) as number[], seen: Array(LANDMARKS).fill(1) as number[], world: Array(3 * LANDMARKS).fill(-1.5) as number[] });
const picture = { at: 12_345.6, aspect: 4 / 3, light: 1 };

test("a frame has 10 bytes, or 373 with somebody in view", () => {
  assert.equal(pack({ ...picture, marks: null }).byteLength, 10);
  const message = new DataView(pack({ ...picture, marks: marks() }));
  assert.equal(message.byteLength, 373);
  assert.deepEqual([message.getUint8(0), message.getUint8(1), message.getUint8(2), message.getUint8(3)], [1, 255, 254, 1]);
  assert.equal(message.getUint32(4, true), 12_346);
  assert.equal(message.getUint16(8, true), 1333);
  assert.equal(message.getInt16(10, true), 5000);
  assert.equal(message.getUint8(142), 255);
  assert.equal(message.getInt16(175, true), -1500);
});

test("how many people are in view is sent once the person has said it", () => {
  const said = [undefined, 1, 2].map((people) => new DataView(pack({ ...picture, marks: null, people })).getUint8(1));
  assert.deepEqual(said, [255, 1, 2]);
});

test("what is no number is nobody, and what is far away stays within the format", () => {
  for (const wrong of [NaN, Infinity]) assert.equal(pack({ ...picture, marks: marks(wrong) }).byteLength, 10);
  assert.equal(new DataView(pack({ ...picture, marks: marks(99) })).getInt16(10, true), 32_767);
});

test("what the coach saw is told as events of their own, and the session tells what the person did", () => {
  const of = plan(exercise("bridge", { reps: 3 }));
  let now = until(of, start(of), "effort");
  now = act(of, now, { do: "seen", n: 0, seen: { exercise: "bridge", reps: 1, judged: 0.9 } });
  now = act(of, now, { do: "seen", n: 0, seen: { exercise: "bridge", reps: 2, judged: 0.9 } });
  assert.equal(seenOf(now, of.items[0]!), 2);
  const told = events(act(of, now, { do: "close", closing: {}, at: "2026-03-02T09:00:00+00:00" }));
  assert.deepEqual(told.map((one) => [one.id, one.type]), [["event", "session"], ["event-coach-1", "coach"]]);
  assert.deepEqual(told[1], { id: "event-coach-1", at: "2026-03-02T09:00:00+00:00", type: "coach", session: "event", exercise: "bridge", reps: 2, judged: 0.9 });
  assert.deepEqual((told[0]!.items as unknown[])[0], { exercise: "bridge", done: "yes", reps: 3 });
});

test("only what the person confirms changes what was done", () => {
  const of = plan(exercise("bird-dog", { reps: 4 }, { sides: "in_turn" }));
  const now = act(of, until(of, start(of), "effort"), { do: "seen", n: 0, seen: { exercise: "bird-dog", reps: 5 } });
  assert.equal(seenOf(now, of.items[0]!), 2); // five single sides
  assert.deepEqual(now.reports.map((one) => one.turns), [8]);
  assert.deepEqual(act(of, now, { do: "did", reps: 3 }).reports.map((one) => one.turns), [6]);
});

test("a count that the coach would not stand by, or that is wrong, proposes nothing", () => {
  const of = plan(exercise("bridge"), exercise("squat"));
  const now = until(of, start(of), "effort");
  assert.equal(seenOf(now, of.items[0]!), null);
  const unsure = act(of, now, { do: "seen", n: 0, seen: { exercise: "bridge", reps: null } });
  assert.equal(seenOf(unsure, of.items[0]!), null);
  const sure = act(of, now, { do: "seen", n: 0, seen: { exercise: "bridge", reps: 3 } });
  const wrong = act(of, sure, { do: "coach-wrong" });
  assert.equal(seenOf(wrong, of.items[0]!), null);
  const later = act(of, wrong, { do: "seen", n: 0, seen: { exercise: "bridge", reps: 4 } });
  assert.deepEqual(later.coach, [{ exercise: "bridge", reps: 4, wrong: true }]);
});
