import { test } from "node:test";
test("the tests run", () => {});
