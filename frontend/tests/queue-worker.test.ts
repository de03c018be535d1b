import assert from "node:assert/strict";
import { test } from "node:test";
import { answered } from "../src/answering";
import { answers } from "../src/answers";
import { outdated, understood, worse } from "../src/holds";
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
  for (const path of ["/export/events.jsonl", "/erase/", "/goodbye/", "/accounts/login/", "/calendar/x.ics", "/offline.json", "/sw.js", "/healthz"])
    assert.equal(asked(path), "pass", path);
  assert.equal(asked("/sync/", "cors", "POST"), "pass");
  assert.equal(asked("/log/pain/", "navigate", "POST"), "pass");
  assert.equal(asked("/figure/bird-dog.svg", "no-cors"), "pass");
  assert.equal(treatment({ url: HOME + "/session.json", mode: "cors", method: "GET", cache: "no-store" }, HOME), "pass");
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

const known = {
  kept: true, made: "2026-03-02T08:00:00+00:00", until: "2026-03-08", today: "2026-03-08", mark: null, waiting: false,
};

test("a kept session holds until danger signs are told or due; a fresh one until some wait to be sent", () => {
  assert.equal(outdated(known), false);
  assert.equal(outdated({ ...known, today: "2026-03-09" }), true);
  assert.equal(outdated({ ...known, mark: "told" }), true);
  assert.equal(outdated({ ...known, waiting: true }), true);
  assert.equal(outdated({ ...known, kept: false, mark: "told", today: "2027-01-01" }), false);
  assert.equal(outdated({ ...known, kept: false, waiting: true }), true);
});

test("a page that was kept before the server decided stays outdated, whichever page the server has made since", () => {
  assert.equal(outdated({ ...known, mark: "2026-03-02T09:00:00+00:00" }), true);
  assert.equal(outdated({ ...known, mark: "2026-03-02T09:00:00+02:00" }), false);
  assert.equal(outdated({ ...known, mark: "2026-03-02T08:00:00+00:00" }), false);
  assert.equal(outdated({ ...known, mark: "2026-03-02T07:00:00+00:00", made: "" }), true);
});

test("a morning that is worse by as much as the rules say makes the next session less", () => {
  const told = (answers: Record<string, string>) => worse('{"pain": 4.5, "leg_pain": 3}', (name) => answers[name] ?? "");
  assert.equal(told({ pain: "4" }), false);
  assert.equal(told({ pain: "5" }), true);
  assert.equal(told({ pain: "0", leg_pain: "3" }), true);
  assert.equal(worse(undefined, () => "10"), false);
});

test("the server's word on the session of a page", () => {
  assert.equal(understood("a", { session: { id: "a" }, ask_first: false }), "holds");
  assert.equal(understood("a", { session: { id: "b" }, ask_first: false }), "changed");
  assert.equal(understood("a", { session: null, ask_first: false }), "held");
  assert.equal(understood("a", { session: null, ask_first: true }), "held");
});

const never = <T>() => new Promise<T>(() => undefined);
const after = <T>(value: T, ms: number) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));
const late = () => after(undefined, 20);
const page = (text: string, status = 200) => new Response(text, { status });
const read = async (means: Parameters<typeof answered>[0]) => {
  const found = await answered(means);
  return found && [await found.answer.text(), found.kept];
};

test("a page comes from the network, and from what was kept when that is late, away or busy", async () => {
  const kept = () => Promise.resolve(page("old"));
  assert.deepEqual(await read({ fresh: Promise.resolve(page("new")), kept, late }), ["new", false]);
  assert.deepEqual(await read({ fresh: never(), kept, late }), ["old", true]);
  assert.deepEqual(await read({ fresh: Promise.reject(new TypeError("no network")), kept, late }), ["old", true]);
  assert.deepEqual(await read({ fresh: Promise.resolve(page("", 503)), kept, late }), ["old", true]);
});

test("without a kept page the network is waited for", async () => {
  const kept = () => Promise.resolve(undefined);
  assert.deepEqual(await read({ fresh: after(page("new"), 60), kept, late }), ["new", false]);
  assert.deepEqual(await read({ fresh: Promise.resolve(page("busy", 503)), kept, late }), ["busy", false]);
  assert.equal(await read({ fresh: Promise.reject(new TypeError("no network")), kept, late }), undefined);
});

test("a browser that is clearing its storage keeps no page from being shown", async () => {
  assert.deepEqual(await read({ fresh: Promise.resolve(page("new")), kept: never, late }), ["new", false]);
  assert.deepEqual(await read({ fresh: after(page("new"), 60), kept: never, late }), ["new", false]);
  assert.equal(await read({ fresh: Promise.reject(new TypeError("no network")), kept: never, late }), undefined);
});

test("what is not a lack of network is not hidden", async () => {
  await assert.rejects(answered({ fresh: Promise.reject(new RangeError("a fault")), kept: never, late }), RangeError);
});

test("another site's page can make nobody forget", () => {
  for (const path of ["/erase/", "/accounts/logout/"])
    for (const [referrer, means] of [["https://evil.example/", "pass"], ["", "pass"], ["https://birddog.example.evil.example/", "pass"], [`${HOME}/settings/`, "leave"]] as const) {
      const found = treatment({ url: HOME + path, mode: "navigate", method: "POST", referrer }, HOME);
      assert.equal(found, means === "pass" && path.startsWith("/accounts/") ? "who" : means, referrer);
    }
});
