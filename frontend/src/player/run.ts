// The session on the page: time goes on, hands and voices come in, every step is kept.
import { countdown, onSecond, onStep, type Cue } from "./cues";
import { type Told, WakeLock, mediaKeys, mediaState, tellHow } from "./device";
import { at, say, show } from "./page";
import type { Exercise, Plan } from "./plan";
import { save } from "../sessions";
import { Screen } from "./screen";
import { type Action, type Session, act, current, steps } from "./session";
import { Tones, Voice } from "./sound";
import type { Step } from "./timeline";

const LONGEST_TICK_MS = 2000;
const SLOW_TICK_MS = 200;

/** Runs one session until its exercises are over, then calls `over`. */
export class Run {
  session: Session;
  readonly voice: Voice;
  readonly tones = new Tones();
  /** Hears each step as it begins, and with nothing that the exercises are over. */
  onstep: (now: { exercise: Exercise; step: Step } | null) => void = () => undefined;
  private readonly screen: Screen;
  private readonly wake = new WakeLock();
  private last = performance.now();
  private heard = -1;
  private step: Step | null = null;
  private second = -1;
  private note = "";
  private timer = 0;
  private over = false;

  constructor(
    readonly plan: Plan,
    session: Session,
    private readonly told: Told,
    private readonly ended: () => void,
  ) {
    this.session = session;
    this.voice = new Voice(plan.language, (text) => say("caption", text));
    this.screen = new Screen(plan);
    this.tellHow();
  }

  /** Begin, or go on. */
  start(): void {
    show("play", true);
    this.controls();
    this.tones.wake();
    this.last = performance.now();
    this.timer = window.setInterval(() => this.tick(), SLOW_TICK_MS);
    const frame = () => {
      if (this.over) return;
      this.tick();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    this.take({ do: "play" });
    this.heard = -1;
    this.after();
    at("name").focus({ preventScroll: true });
  }

  /** Take an action in, keep what came of it, show and say it. */
  take(action: Action): void {
    this.put(act(this.plan, this.session, action));
  }

  /** Put another session in the place of this one. */
  put(session: Session): void {
    if (session === this.session) return;
    this.session = session;
    if (this.over) return;
    save(session);
    this.after();
  }

  /** Stop time; `note` says why. */
  pause(note = ""): void {
    this.note = note;
    this.voice.hush();
    this.take({ do: "pause" });
    this.after();
  }

  /** Go on, with what is running now said again. */
  play(): void {
    this.note = "";
    this.tones.wake();
    this.last = performance.now();
    this.heard = -1;
    this.take({ do: "play" });
    this.after();
  }

  /** Pause or go on. */
  toggle(): void {
    if (this.session.playing) this.pause();
    else this.play();
  }

  /** Stop for good, whatever is open. */
  halt(): void {
    for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
    this.over = true;
    this.onstep(null);
    this.pause();
    clearInterval(this.timer);
    void this.wake.keep(false);
    mediaState(false, "");
    show("play", false);
  }

  private tick(): void {
    const now = performance.now();
    const ms = Math.min(LONGEST_TICK_MS, now - this.last);
    this.last = now;
    if (!this.session.playing || this.over) return;
    const before = this.session;
    const step = current(this.plan, before)?.step;
    this.session = act(this.plan, before, { do: "tick", ms, ...(this.voice.busy && step && { until: countdown(step) }) });
    if (this.session.step !== before.step || this.session.phase !== before.phase) save(this.session);
    this.after();
  }

  private after(): void {
    if (this.over) return;
    if (this.session.phase !== "play") {
      this.finish();
      return;
    }
    this.screen.draw(this.session, this.note);
    void this.wake.keep(this.session.playing);
    const now = current(this.plan, this.session);
    if (this.told.keys) mediaState(this.session.playing, now?.exercise.name ?? "");
    if (now && this.session.playing) this.cues(now.step);
  }

  private cues(step: Step): void {
    const now = current(this.plan, this.session);
    if (!now) return;
    const place = this.session.step + 1000 * this.session.chosen.join().length;
    if (place !== this.heard) {
      this.heard = place;
      this.hear(onStep(this.plan, now.exercise, step, this.step, this.told.lying_down));
      this.step = step;
      this.second = -1;
      save(this.session);
      this.onstep(now);
    }
    const left = Math.ceil((step.ms - this.session.elapsed) / 1000);
    if (left !== this.second) {
      this.second = left;
      this.hear(onSecond(step, left));
    }
  }

  private hear(cue: Cue): void {
    if (cue.tone) this.tones.play(cue.tone);
    if (cue.say) this.voice.say(cue.say);
    else if (cue.count) this.voice.count(cue.count);
    if (cue.announce) say("live", cue.announce);
  }

  private finish(): void {
    this.over = true;
    this.onstep(null);
    clearInterval(this.timer);
    void this.wake.keep(false);
    mediaState(false, "");
    this.voice.hush();
    const all = steps(this.plan, this.session);
    if (this.session.step >= all.length - 1) this.voice.say(this.plan.words["say-done"] ?? "");
    this.tones.play("done");
    show("play", false);
    this.ended();
  }

  // ---- hands
  private controls(): void {
    const press = (id: string, does: () => void) => at(id).addEventListener("click", does);
    press("pause", () => this.toggle());
    press("skip", () => this.move({ do: "skip" }));
    press("back", () => this.move({ do: "back" }));
    press("more", () => this.move({ do: "more", ms: 15_000 }));
    for (const button of at("efforts").querySelectorAll<HTMLButtonElement>("[data-effort]"))
      button.addEventListener("click", () => this.move({ do: "effort", effort: Number(button.dataset.effort) }));
    for (const [id, name] of [["voice", "voice"], ["tones", "tones"], ["lying", "lying_down"]] as const)
      press(id, () => {
        this.told[name] = !this.told[name];
        tellHow(this.told);
        this.tellHow();
      });
    at("play").addEventListener("click", (event) => {
      if ((event.target as Element).closest("button, a, input, summary, .controls, .play-top")) return;
      const now = current(this.plan, this.session);
      if (this.session.playing && now && (now.step.kind === "prepare" || now.step.kind === "ready")) this.move({ do: "skip" });
      else this.toggle();
    });
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.session.playing) this.pause(this.plan.words.away ?? "");
    });
    if (this.told.keys)
      mediaKeys({
        play: () => this.play(), pause: () => this.pause(),
        next: () => this.move({ do: "skip" }), back: () => this.move({ do: "back" }),
      });
  }

  /** Moving on is a wish to go on. */
  private move(action: Action): void {
    this.voice.hush();
    this.take(action);
    if (!this.session.playing && this.session.phase === "play") this.play();
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as Element;
    if (this.over || document.querySelector("dialog[open]") || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === " " && !target.closest("button, a, input, summary")) this.toggle();
    else if (event.key === "ArrowRight") this.move({ do: "skip" });
    else if (event.key === "ArrowLeft") this.move({ do: "back" });
    else return;
    event.preventDefault();
  }

  private tellHow(): void {
    this.voice.on = this.told.voice;
    this.tones.on = this.told.tones;
    this.voice.volume = this.told.volume;
    this.tones.volume = this.told.volume / 2;
    this.voice.wanted = this.told.wanted;
    if (!this.told.voice) this.voice.hush();
    this.tones.wake();
    for (const [id, on] of [["voice", this.told.voice], ["tones", this.told.tones], ["lying", this.told.lying_down]] as const)
      at(id).setAttribute("aria-pressed", String(on));
    document.body.classList.toggle("lying", this.told.lying_down);
  }
}
