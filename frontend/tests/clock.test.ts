import assert from "node:assert/strict";
import { test } from "node:test";
import { clock } from "../src/clock";

test("a time of day is written as the server writes it", () => {
  const morning = new Date(2026, 2, 2, 8, 5);
  const evening = new Date(2026, 2, 2, 18, 30);
  assert.equal(clock(morning, "en"), "8:05 AM");
  assert.equal(clock(evening, "en"), "6:30 PM");
  assert.equal(clock(morning, "es"), "8:05");
  assert.equal(clock(evening, "es"), "18:30");
});
