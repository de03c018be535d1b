import assert from "node:assert/strict";
import { test } from "node:test";
import { countdown, onSecond, onStep } from "../src/player/cues";
import { type Session, act, current } from "../src/player/session";
import { Voice, sentences } from "../src/player/sound";
import { WAITING } from "../src/player/timeline";
import { exercise, plan, start } from "./player_parts";

/** A browser's voice: says one utterance after the other, in the time that it takes; `never` ends lose their end. */
class Speech {
  now = 0;
  said: { text: string; from: number; to: number; cut: boolean }[] = [];
  names: { name: string; lang: string }[] = [{ name: "Ana", lang: "en-US" }];
  never = false;
  private line: { text: string; onend?: () => void }[] = [];
  private ends = 0;

  getVoices = () => this.names;
  get speaking(): boolean {
    return this.line.length > 0;
  }
  speak = (utterance: { text: string }): void => {
    this.line.push(utterance);
    if (this.line.length === 1) this.begin();
  };
  cancel = (): void => {
    if (this.line.length) Object.assign(this.said.at(-1)!, { to: this.now, cut: true });
    this.line = [];
  };
  /** Time passes. */
  pass(ms: number): void {
    this.now += ms;
    while (this.line.length && !this.never && this.now >= this.ends) {
      const [over] = this.line.splice(0, 1);
      this.said.at(-1)!.to = this.ends;
      if (this.line.length) this.begin();
      over!.onend?.();
    }
  }
  private begin(): void {
    // As espeak-ng says English and Spanish at this rate: 400 ms and 75 ms a letter, measured at the slow end.
    const { text } = this.line[0]!;
    this.ends = this.now + 400 + 75 * text.length;
    this.said.push({ text, from: this.now, to: Infinity, cut: false });
  }
}

function browser(speech: Speech) {
  const timers: { at: number; task: () => void }[] = [];
  Object.assign(globalThis, {
    speechSynthesis: speech,
    SpeechSynthesisUtterance: class { constructor(readonly text: string) {} },
    window: { speechSynthesis: speech, setTimeout: (task: () => void, ms: number) => timers.push({ at: speech.now + ms, task }) },
    clearTimeout: () => undefined,
  });
  return (ms: number) => {
    speech.pass(ms);
    for (const timer of timers.splice(0).filter((one) => (one.at > speech.now ? timers.push(one) && false : true))) timer.task();
  };
}

const LONG = "Lie on your back with both knees bent and both feet flat on the floor. Let your arms rest beside you. Breathe out slowly while you draw your belly in.";
const p = plan(
  exercise("bridge", { reps: 4, sets: 2 }, { steps: [LONG, LONG, LONG], summary: LONG }),
  exercise("stretch", { reps: 2, hold_s: 10 }, { sides: "left_then_right", steps: [LONG, LONG], summary: LONG }),
  exercise("bird-dog", { reps: 4 }, { sides: "in_turn", steps: [LONG, LONG, LONG, LONG], summary: LONG }),
);
Object.assign(p.words, {
  "say-start": "{name}. {amount}.", "say-ready": "Get ready.", "say-rest": "Rest. {seconds} seconds.", "say-hold": "Hold.",
  "say-back": "And back.", "say-effort": "How hard was that? Tap easy, just right or hard. Or just wait.", "say-switch": "Now change sides. {side}.",
});

/** A session listened to: what was said as an instruction, and when there was work. */
function listen(speech: Speech, lying: boolean) {
  const pass = browser(speech);
  const voice = new Voice("en");
  voice.on = true;
  const work: { from: number; to: number }[] = [];
  const told: string[] = [];
  let now: Session = start(p);
  let [place, second] = [-1, -1];
  let before = null as ReturnType<typeof current>;
  const hear = (cue: ReturnType<typeof onSecond>) => {
    if (cue.say) told.push(...sentences(cue.say)), voice.say(cue.say);
    else if (cue.count) voice.count(cue.count);
  };
  for (let n = 0; n < 60_000 && now.phase === "play"; n++) {
    const here = current(p, now)!;
    if (place !== now.step) {
      place = now.step;
      hear(onStep(p, here.exercise, here.step, before?.step ?? null, lying));
      before = here;
      second = -1;
    }
    const left = Math.ceil((here.step.ms - now.elapsed) / 1000);
    if (left !== second) hear(onSecond(here.step, (second = left)));
    if (!WAITING.has(here.step.kind)) work.push({ from: speech.now, to: speech.now + 50 });
    now = act(p, now, { do: "tick", ms: 50, ...(voice.busy && { until: countdown(here.step) }) });
    pass(50);
  }
  return { phase: now.phase, work, told };
}

test("every instruction is said to its end, in order, and none while there is work", () => {
  for (const lying of [false, true]) {
    const speech = new Speech();
    const { phase, work, told } = listen(speech, lying);
    assert.equal(phase, "closing");
    const instructions = speech.said.filter((one) => told.includes(one.text));
    assert.deepEqual(instructions.map((one) => one.text), told);
    assert.deepEqual(speech.said.filter((one) => one.cut), []);
    const over = instructions.filter((one) => work.some((part) => one.from < part.from && part.to < one.to));
    assert.deepEqual(over, []);
  }
});

test("the side and three, two, one are always said before work begins", () => {
  const speech = new Speech();
  listen(speech, true);
  const texts = speech.said.map((one) => one.text);
  const starts = texts.flatMap((text, n) => (text.startsWith("Go.") ? [texts.slice(n - 3, n)] : []));
  assert.deepEqual(starts, Array(5).fill(["3", "2", "1"])); // three exercises, one more set, one change of side
  assert.ok(texts.includes("Left side.") && texts.includes("Right side."));
});

test("a voice that loses the end of an utterance, or a device without one, holds nobody up", () => {
  for (const [never, names] of [[true, undefined], [false, []]] as const) {
    const speech = new Speech();
    speech.never = never;
    if (names) speech.names = [...names];
    assert.equal(listen(speech, false).phase, "closing");
  }
  const late = new Speech();
  late.names = [];
  browser(late);
  const voice = new Voice("en");
  voice.on = true;
  voice.say("One. Two.");
  assert.equal(voice.busy, false);
  late.names = [{ name: "Ana", lang: "en-GB" }];
  assert.equal(voice.busy, true);
});

test("sentences are parted where they end", () => {
  assert.deepEqual(sentences("Rest. 30 seconds. Left side"), ["Rest.", "30 seconds.", "Left side"]);
  assert.deepEqual(sentences(" "), []);
});
