import assert from "node:assert/strict";
import { test } from "node:test";
import { granted } from "../src/granted";
import { oneAtATime } from "../src/queue";

const REFUSALS = [new DOMException("the page is left", "AbortError"), new DOMException("not allowed", "SecurityError"), new TypeError("no network")];

test("what the browser does not give is nothing, told at once or later; a mistake of ours is thrown", async () => {
  for (const refusal of REFUSALS) {
    assert.equal(await granted(() => Promise.reject(refusal)), undefined);
    assert.equal(await granted(() => { throw refusal; }), undefined);
  }
  assert.equal(await granted(async () => 3), 3);
  await assert.rejects(granted(() => Promise.reject(new RangeError("ours"))), RangeError);
});

test("where a browser refuses locks, what waits is sent all the same, one after the other, and once", async () => {
  for (const refusal of REFUSALS) {
    const lock = oneAtATime({ request: () => Promise.reject(refusal) } as unknown as LockManager);
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      order.push(`${name} ends`);
      return name;
    };
    assert.deepEqual(await Promise.all([lock(work("a")), lock(work("b"))]), ["a", "b"]);
    assert.deepEqual(order, ["a begins", "a ends", "b begins", "b ends"]);
  }
});

test("a task that fails under its lock has failed, and is not begun again", async () => {
  const granting = { request: (_: string, task: () => Promise<unknown>) => task() } as unknown as LockManager;
  let begun = 0;
  const failing = () => {
    begun += 1;
    return Promise.reject(new TypeError("its own"));
  };
  await assert.rejects(oneAtATime(granting)(failing), TypeError);
  assert.equal(begun, 1);
});
