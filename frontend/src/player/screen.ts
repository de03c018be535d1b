// What the screen shows of a session at a moment.
import { Figure } from "./figure";
import { breath, frame } from "./motion";
import { at, element, say, show } from "./page";
import { type Exercise, type Plan, fill } from "./plan";
import { type Session, chosen, current, remaining, steps } from "./session";
import { type Step, WAITING } from "./timeline";

const SECONDS = new Set(["prepare", "ready", "rest", "switch", "effort"]);

/** Draws sessions; keeps what it drew, so that only changes touch the page. */
export class Screen {
  private readonly figure = new Figure(at("picture"));
  private drawn = "";
  private all: { of: string; steps: Step[] } = { of: "", steps: [] };

  constructor(private readonly plan: Plan) {}

  /** Draw a moment. `note` stands over everything: why it is paused. */
  draw(session: Session, note: string): void {
    const now = current(this.plan, session);
    if (!now) return;
    const { step, exercise } = now;
    const share = step.ms ? Math.min(1, Math.max(0, session.elapsed / step.ms)) : 1;
    const key = `${session.step} ${session.playing} ${note} ${session.chosen.join()} ${session.out.join()}`;
    if (key !== this.drawn) {
      this.drawn = key;
      this.frameOfStep(session, exercise, step, note);
    }
    this.figure.pose(frame(exercise.motion, step, share));
    at<SVGElement>("ring").style.strokeDashoffset = String(100 - 100 * (WAITING.has(step.kind) ? 1 - share : this.ring(step, share)));
    at("pace").style.transform = `scaleX(${this.done(session).toFixed(4)})`;
    this.numbers(session, exercise, step);
  }

  /** Through a repetition without a hold the ring fills once; with a hold it is the hold that fills it. */
  private ring(step: Step, share: number): number {
    if (step.kind === "hold" || step.kind === "move") return share;
    return step.kind === "back" ? 1 - share : 0;
  }

  private done(session: Session): number {
    const list = this.list(session);
    const whole = list.reduce((sum, one) => sum + one.ms, 0);
    return whole ? Math.min(1, 1 - remaining(this.plan, session) / whole) : 0;
  }

  private list(session: Session): Step[] {
    const of = `${session.chosen.join()} ${session.out.join()}`;
    if (this.all.of !== of) this.all = { of, steps: steps(this.plan, session) };
    return this.all.steps;
  }

  /** What changes every second. */
  private numbers(session: Session, exercise: Exercise, step: Step): void {
    const { words } = this.plan;
    const left = Math.max(0, Math.ceil((step.ms - session.elapsed) / 1000));
    const counts = !SECONDS.has(step.kind);
    const holds = step.kind === "hold";
    const of = fill(words.of ?? "", { total: exercise.dose.reps });
    say("count", String(counts && !holds ? step.rep : left));
    say("of", counts && !holds ? of : (words.seconds ?? ""));
    const phase = words[session.playing ? step.kind : "paused"] ?? "";
    say("phase", session.playing && holds ? `${phase} · ${step.rep} ${of}` : phase);
    const felt = session.playing ? breath(exercise.motion, step, session.elapsed, this.plan.pace.breath_s) : "";
    say("breath", felt ? (words[`breath-${felt}`] ?? "") : "");
    const minutes = remaining(this.plan, session) / 60_000;
    say("left", minutes >= 1 ? fill(words["minutes-left"] ?? "", { n: Math.round(minutes) }) : (words["last-minute"] ?? ""));
  }

  /** What changes with the step. */
  private frameOfStep(session: Session, exercise: Exercise, step: Step, note: string): void {
    const { words } = this.plan;
    const play = at("play");
    play.dataset.kind = step.kind;
    play.dataset.playing = String(session.playing);
    void this.figure.show(exercise);
    say("name", exercise.name);
    say("where", fill(words["exercise-of"] ?? "", { n: step.slot + 1, total: this.plan.items.length }));
    say("side", step.side ? (words[step.side] ?? "") : "");
    show("side", step.side !== "");
    const rounds = exercise.dose.sets > 1 && !WAITING.has(step.kind);
    say("amount", rounds ? fill(words["round-of"] ?? "", { n: step.set, total: exercise.dose.sets }) : exercise.amount);
    say("cue", cueOf(exercise, step));
    this.how(exercise, step);
    show("efforts", step.kind === "effort");
    show("dial", step.kind !== "effort");
    show("more", step.kind === "prepare" || step.kind === "ready" || step.kind === "switch");
    this.comingNext(session, step);
    this.track(session, step);
    say("pause-word", words[session.playing ? "pause-button" : "go-on"] ?? "");
    const icon = at<SVGUseElement>("pause-icon");
    icon.setAttribute("href", (icon.getAttribute("href") ?? "").replace(/#.*/, session.playing ? "#pause" : "#play"));
    say("skip-word", words[step.kind === "prepare" ? "ready-now" : step.kind === "ready" || step.kind === "rest" || step.kind === "switch" ? "go-now" : "skip"] ?? "");
    say("told", note);
    show("told", note !== "");
    // A button that goes with its step leaves the focus behind.
    const focused = document.activeElement;
    if (focused && play.contains(focused) && !focused.checkVisibility()) at("name").focus({ preventScroll: true });
  }

  private how(exercise: Exercise, step: Step): void {
    const shown = step.kind === "prepare" || step.kind === "ready";
    show("how", shown);
    if (!shown) return;
    at("steps").replaceChildren(...exercise.steps.map((text) => element("li", text)));
    say("care", exercise.cautions[0] ?? "");
  }

  private comingNext(session: Session, step: Step): void {
    const following = chosen(this.plan, session).slice(step.slot + 1).find((one) => one !== null);
    const shown = step.kind === "effort" || step.kind === "rest";
    show("coming", shown);
    if (!shown) return;
    const { words } = this.plan;
    say("coming-name", following ? fill(words.next ?? "", { name: following.name }) : (words["last-exercise"] ?? ""));
    const image = at<HTMLImageElement>("coming-figure");
    image.hidden = !following;
    if (following) image.src = following.figure.still;
  }

  private track(session: Session, step: Step): void {
    const marks = chosen(this.plan, session).map((exercise, slot) => {
      const mark = element("span");
      if (!exercise) mark.className = "out";
      else if (slot < step.slot) mark.className = "done";
      else if (slot === step.slot) mark.className = "now";
      return mark;
    });
    at("track").replaceChildren(...marks);
  }
}

/** One cue at a time, a new one with each repetition. */
function cueOf(exercise: Exercise, step: Step): string {
  if (step.kind === "prepare" || step.kind === "ready" || step.kind === "effort") return "";
  const cues = exercise.cues.length ? exercise.cues : [exercise.summary];
  return cues[Math.max(0, step.rep - 1) % cues.length] ?? "";
}
