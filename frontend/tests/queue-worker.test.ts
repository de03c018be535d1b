import assert from "node:assert/strict";
import { test } from "node:test";
import { answers } from "../src/answers";
import { outdated } from "../src/holds";
import { marked, missing, treatment } from "../src/treatment";

const HOME = "https://birddog.example";
const asked = (path: string, mode = "navigate", method = "GET") => treatment({ url: HOME + path, mode, method }, HOME);

test("pages come from the network first, what never changes from the cache", () => {
  for (const path of ["/", "/session/", "/lessons/sleep/", "/emergency/", "/library/?goal=walking"]) assert.equal(asked(path), "page");
  assert.equal(asked("/session.json", "cors"), "page");
  assert.equal(asked("/static/birddog/app.abc.css", "no-cors"), "fixed");
  assert.equal(asked("/figure/bird-dog.svg?kind=still&v=abc", "no-cors"), "fixed");
});

test("what is sent, exported, erased or signed into is never kept", () => {
  for (const path of ["/export/events.jsonl", "/erase/", "/accounts/login/", "/calendar/x.ics", "/offline.json", "/sw.js", "/healthz"])
    assert.equal(asked(path), "pass", path);
  assert.equal(asked("/sync/", "cors", "POST"), "pass");
  assert.equal(asked("/log/pain/", "navigate", "POST"), "pass");
  assert.equal(asked("/figure/bird-dog.svg", "no-cors"), "pass");
  assert.equal(treatment({ url: "https://elsewhere.example/", mode: "navigate", method: "GET" }, HOME), "pass");
});

test("signing out and erasing forget; signing in shows nothing kept until it is known who", () => {
  assert.equal(asked("/accounts/logout/", "navigate", "POST"), "leave");
  assert.equal(asked("/erase/", "navigate", "POST"), "leave");
  assert.equal(asked("/accounts/login/", "navigate", "POST"), "who");
});

test("only new and changed pages are fetched", () => {
  assert.deepEqual(missing([["/a", "1"], ["/b", "2"], ["/c", "3"]], { "/a": "1", "/b": "1" }), [["/b", "2"], ["/c", "3"]]);
});

test("a kept page is marked once, at its root", () => {
  assert.equal(marked('<!doctype html>\n<html lang="en"><p>&lt;html</p>'), '<!doctype html>\n<html data-kept="" lang="en"><p>&lt;html</p>');
});

test("answers: what is empty is left out, several of a name are a list, steering fields are none", () => {
  const data: [string, unknown][] = [["back", "0"], ["leg", " "], ["where", "a"], ["where", "b"], ["next", "/"], ["said", "x"], ["id", "1"],
    ["csrfmiddlewaretoken", "t"], ["file", {}]];
  assert.deepEqual(answers(data), { back: ["0"], where: ["a", "b"] });
});

test("a kept session holds until danger signs are told or due; a fresh one until some wait to be sent", () => {
  const known = { kept: true, until: "2026-03-08", today: "2026-03-08", told: false, waiting: false };
  assert.equal(outdated(known), false);
  assert.equal(outdated({ ...known, today: "2026-03-09" }), true);
  assert.equal(outdated({ ...known, told: true }), true);
  assert.equal(outdated({ ...known, waiting: true }), true);
  assert.equal(outdated({ ...known, kept: false, told: true, today: "2027-01-01" }), false);
  assert.equal(outdated({ ...known, kept: false, waiting: true }), true);
});
