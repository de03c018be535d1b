// The camera coach beside the session: opened by the person, never needed. All that it says is decided by the server.
import type { Coach, Trouble } from "../coach/coach";
import type { Heard } from "../coach/link";
import type { Facing } from "../coach/camera";
import type { Told } from "./device";
import { granted } from "../granted";
import { at, say, show } from "./page";
import { type Exercise, type Plan, fill } from "./plan";
import type { Run } from "./run";
import { type CoachSeen, seenOf } from "./session";
import { Voice } from "./sound";
import type { Step } from "./timeline";

/** Seen whenever the camera is on. */
const LIGHTS = ["coach-light", "coach-light-here"];
const READ_MS = 4000;
/** The answers to "Is anyone else in the picture?": with somebody else in view, the coach waits. */
const PEOPLE = [["coach-others", 2], ["coach-alone", 1]] as const;
const WORKING = new Set(["moving", "holding"]);

/** Leads the coach's parts of the page: its card before the session, its line in it, its question after an exercise. */
export class Coaching {
  private coach: Coach | null = null;
  private run: Run | null = null;
  private readonly voice: Voice;
  private facing: Facing = "user";
  private following = "";
  private entry = 0;
  private opening = 0;
  private reads = 0;
  private people: number | undefined;

  constructor(private readonly plan: Plan, private readonly told: Told) {
    this.voice = new Voice(plan.language);
    const input = at<HTMLInputElement>("coach-on");
    const able = "mediaDevices" in navigator && "OffscreenCanvas" in window && window.isSecureContext;
    input.disabled = !able;
    show("coach-unable", !able);
    input.addEventListener("change", () => (input.checked ? void this.open() : this.close()));
    for (const [id, people] of PEOPLE) at(id).addEventListener("change", () => this.count(people));
    at("coach-bones").addEventListener("change", () => at("coach-view").classList.toggle("bones", at<HTMLInputElement>("coach-bones").checked));
    at("coach-turn").addEventListener("click", () => this.turn());
    at("coach-off").addEventListener("click", () => this.close());
    at("coach-wrong").addEventListener("click", () => this.wrong());
    at("coach-fewer").addEventListener("click", () => this.propose(this.proposed - 1));
    at("coach-more").addEventListener("click", () => this.propose(this.proposed + 1));
    at("coach-confirm").addEventListener("click", () => this.confirm());
  }

  /** A session begins, or goes on. */
  join(run: Run): void {
    this.run = run;
    this.following = "";
    this.voice.hush();
    at("coach-here").append(at("coach-view"));
    void granted(() => at<HTMLVideoElement>("coach-video").play());
    run.onstep = (now) => (now ? this.step(now.exercise, now.step) : this.close());
    show("coach-line", this.coach !== null);
  }

  private async open(): Promise<void> {
    const opening = ++this.opening;
    const { script, worker, wasmScript, wasm, model } = at("coach-card").dataset as Record<string, string>;
    show("coach-set-up", true);
    this.says(this.word("coach-opening"));
    this.picture(this.plan.items[0]);
    let made: Coach;
    try {
      const module = (await import(new URL(script!, location.href).href)) as typeof import("../coach/coach");
      if (opening !== this.opening) return;
      made = new module.Coach({ worker: worker!, script: wasmScript!, wasm: wasm!, model: model! }, {
        video: at<HTMLVideoElement>("coach-video"), canvas: at<HTMLCanvasElement>("coach-canvas"), language: this.plan.language,
        heard: (message) => this.heard(message), trouble: (what, over) => this.trouble(what, over),
        loading: (share) => this.says(fill(this.word("coach-loading"), { n: Math.round(100 * share) })),
      });
    } catch {
      return this.trouble("no-model", true);
    }
    this.coach = made;
    made.people = this.people;
    for (const id of LIGHTS) show(id, true);
    if (await made.start(this.facing)) this.follow(this.plan.items[0]!);
  }

  private count(people: number): void {
    this.people = people;
    if (this.coach) this.coach.people = people;
  }

  /** Turn it off, wherever it is. */
  close(): void {
    this.opening++;
    this.coach?.stop();
    this.coach = null;
    this.voice.hush();
    this.people = undefined;
    for (const id of ["coach-on", "coach-others", "coach-alone"]) at<HTMLInputElement>(id).checked = false;
    for (const id of ["coach-set-up", "coach-line", "coach-ask", ...LIGHTS]) show(id, false);
  }

  private turn(): void {
    this.facing = this.facing === "user" ? "environment" : "user";
    at("coach-view").classList.toggle("mirrored", this.facing === "user");
    void this.coach?.turn(this.facing);
  }

  // ---- what the server says

  private follow(exercise: Exercise): void {
    this.entry = this.run?.session.coach?.length ?? 0;
    this.picture(exercise);
    if (exercise.figure.animated) this.coach?.follow(exercise.exercise);
    else this.says(this.word("coach-cannot_tell"));
  }

  private heard(message: Heard): void {
    const { run } = this;
    if (message.view) this.asked(message.view, message.can_count === true);
    if (message.seen && run) run.take({ do: "seen", n: this.entry, seen: message.seen as CoachSeen });
    const works = WORKING.has(message.state);
    say("coach-count", String(message.count));
    say("coach-hold", message.hold >= 1 ? fill(this.word("coach-hold"), { n: Math.floor(message.hold) }) : "");
    const share = message.hold > 0 && this.hold ? message.hold / this.hold : message.way;
    at<SVGElement>("coach-ring").style.strokeDashoffset = String(100 - 100 * Math.min(1, share));
    if (message.say) this.cue(message.say);
    else if (message.hint === "better") this.cue(this.word("coach-better"));
    else if (message.hint) this.speak(this.word(`coach-${message.hint}`));
    if (performance.now() > this.reads) this.says(this.word(`coach-${works || !message.reason ? message.state : message.reason}`));
  }

  /** What to do otherwise: said, and shown for as long as it takes to read. */
  private cue(text: string): void {
    this.reads = performance.now() + READ_MS;
    this.says(text);
    this.speak(text);
  }

  /** The view that is asked for, spoken and shown once for each exercise. */
  private asked(view: string, counts: boolean): void {
    const text = this.word(`coach-view-${view.split("-")[0]}`);
    const whole = counts ? text : `${text} ${this.word("coach-cannot_tell")}`;
    say("coach-place", whole);
    if (!this.run) this.speak(whole);
  }

  private trouble(what: Trouble, over: boolean): void {
    const text = this.word(`coach-${what}`);
    if (over) this.close();
    show("coach-set-up", !this.run);
    show("coach-line", this.run !== null);
    this.says(text);
    this.speak(text);
  }

  // ---- beside the steps of a session

  private hold = 0;
  private proposed = 0;

  private step(exercise: Exercise, step: Step): void {
    this.hold = exercise.dose.hold_s;
    const now = `${step.slot} ${exercise.exercise}`;
    if (this.coach && now !== this.following) {
      this.following = now;
      this.follow(exercise);
    }
    const seen = this.run ? seenOf(this.run.session, exercise) : null;
    show("coach-ask", step.kind === "effort" && seen !== null);
    if (step.kind === "effort" && seen !== null) this.propose(seen);
    show("coach-line", this.coach !== null && step.kind !== "effort");
  }

  private propose(reps: number): void {
    this.proposed = Math.max(0, Math.min(1000, reps));
    say("coach-proposed", String(this.proposed));
  }

  /** What the person says counts; the coach's number was a proposal. */
  private confirm(): void {
    this.run?.take({ do: "did", reps: this.proposed });
    show("coach-ask", false);
    say("live", this.word("coach-noted"));
  }

  private wrong(): void {
    this.run?.take({ do: "coach-wrong" });
    this.says(this.word("coach-noted"));
  }

  // ---- words

  private picture(exercise: Exercise | undefined): void {
    if (exercise) at<HTMLImageElement>("coach-figure").src = exercise.figure.still;
  }

  private word(id: string): string {
    return this.plan.words[id] ?? "";
  }

  private says(text: string): void {
    say("coach-says", text);
    say("coach-state", text);
  }

  /** Only where nothing else is being said, and not into a pause: a cue that comes late is none. */
  private speak(text: string): void {
    if (this.run && !this.run.session.playing) return;
    const voice = this.run?.voice ?? this.voice;
    if (!this.run) this.voice.on = this.told.voice;
    voice.count(text);
  }
}
