// The guided session. Everything it needs is in the page; after that it needs no network.
import { closing, done } from "./player/ending";
import { dialogs } from "./player/dialogs";
import { forget, leftBehind, save, saved, tellHow, toldHow } from "./player/device";
import { prefetch } from "./player/figure";
import { at, say, scale, show } from "./player/page";
import { type Plan, fill } from "./player/plan";
import { Run } from "./player/run";
import { type Session, begin, current } from "./player/session";
import { leftOver } from "./player/telling";
import { held, watch } from "./holds";
import { enqueue } from "./queue";
import { freshId } from "./told";

function main(plan: Plan, stopped: boolean): void {
  prefetch(plan);
  const told = toldHow(plan.preferences);
  const form = at<HTMLFormElement>("setup");
  for (const name of ["voice", "tones", "lying_down"] as const) {
    const input = form.elements.namedItem(name) as HTMLInputElement;
    input.checked = told[name];
    input.addEventListener("change", () => {
      told[name] = input.checked;
      tellHow(told);
    });
  }
  bring(plan);
  const left = saved(plan.id);
  for (const old of leftBehind(plan.id)) void writeDown(old);
  // Questions about what was done stay open; what would lead on does not.
  if (stopped && (!left || left.phase === "play")) {
    show("before", false);
    show("held", true);
    return;
  }
  show("start", true);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    play(begin(plan, freshId(), scale(form, "before")));
  });
  if (left) goOn(left);

  function play(session: Session): void {
    show("before", false);
    const run = new Run(plan, session, told, () => ending(run.session));
    dialogs(run);
    save(session);
    run.start();
  }

  function ending(session: Session): void {
    save(session);
    closing(plan, session, save);
  }

  /** A session that was left: in the middle the person chooses; at the questions or behind them it goes on there. */
  function goOn(session: Session): void {
    if (session.phase !== "play") {
      show("before", false);
      if (session.phase === "done") done(plan, session);
      else ending(session);
      return;
    }
    const now = current(plan, session);
    if (!now) return;
    show("resume", true);
    const slots = { n: now.step.slot + 1, total: plan.items.length, name: now.exercise.name };
    say("resume-at", fill(plan.words["resume-at"] ?? "", slots));
    at("go-on").addEventListener("click", () => play({ ...session, playing: false }));
    at("start-again").addEventListener("click", () => {
      forget(plan.id);
      show("resume", false);
      at("start").focus();
    });
  }
}

/** Write down what was done of a session that nobody finished; then let it go. */
async function writeDown(session: Session): Promise<void> {
  const event = leftOver(session);
  if (event) await enqueue(event);
  forget(session.plan);
}

/** What to have at hand, once. */
function bring(plan: Plan): void {
  const things = [...new Set(plan.items.flatMap((item) => item.bring))];
  show("bring", things.length > 0);
  at("bring").querySelector("span")!.textContent = things.join(", ");
}

const embedded = document.getElementById("plan");
if (embedded?.textContent) {
  const plan = JSON.parse(embedded.textContent) as Plan;
  watch();
  void held(plan.until).then((stopped) => main(plan, stopped));
}
