// The guided session. Everything it needs is in the page; after that it needs no network.
import { Coaching } from "./player/coaching";
import { closing, finished } from "./player/ending";
import { dialogs } from "./player/dialogs";
import { tellHow, toldHow } from "./player/device";
import { sounds } from "./player/sounds";
import { prefetch } from "./player/figure";
import { arrive, at, say, scale, show } from "./player/page";
import { type Plan, fill } from "./player/plan";
import { Run } from "./player/run";
import { type Session, begin, current } from "./player/session";
import { confirm, held, today, watch } from "./holds";
import { closeFor, dayOver, save, saved, tellLeft, watchTakeover } from "./sessions";
import { freshId, localTime } from "./told";

const SECTIONS = ["before", "play", "closing", "after", "held", "elsewhere"];

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
  sounds(plan, form, told);
  bring(plan);
  void tellLeft(plan.id);
  const left = leftToday(plan);
  // Questions about what was done stay open; what would lead on does not.
  if (stopped && (!left || left.phase === "play")) {
    only("held");
    if (left) void closeFor(left);
    return;
  }
  const coaching = new Coaching(plan, told);
  let run: Run | undefined;
  let asking: Session | undefined;
  show("start", true);
  watchTakeover(() => asking ?? run?.session, () => {
    run?.halt();
    coaching.close();
    only("elsewhere");
    arrive("elsewhere-title");
  });
  const asked = confirm(plan.id, () => !at("before").hidden || run?.session.phase === "play", (word) => {
    if (word === "held") stop();
    else if (run) run.pause(at("changed-text").textContent ?? "");
    else show("changed", true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    asked();
    play(begin(plan, freshId(), scale(form, "before"), localTime(new Date())));
  });
  if (left) goOn(left);

  function play(session: Session): void {
    show("before", false);
    const running = (run = new Run(plan, session, told, () => ending(running.session)));
    dialogs(running);
    coaching.join(running);
    save(session);
    running.start();
  }

  /** The server says that no session may be done now: whatever runs here stops, and what was done is told. */
  function stop(): void {
    run?.halt();
    coaching.close();
    if (run) void closeFor(run.session);
    only("held");
    arrive("held-title");
  }

  function ending(session: Session): void {
    asking = session;
    save(session);
    closing(plan, session, () => (run = asking = undefined));
  }

  /** A session that was left: in the middle the person chooses; at the questions or behind them it goes on there. */
  function goOn(session: Session): void {
    if (session.phase !== "play") {
      show("before", false);
      if (session.phase === "done") void finished(plan, session);
      else ending(session);
      return;
    }
    const now = current(plan, session);
    if (!now) return;
    show("resume", true);
    show("setup", false);
    const slots = { n: now.step.slot + 1, total: plan.items.length, name: now.exercise.name };
    say("resume-at", fill(plan.words["resume-at"] ?? "", slots));
    at("go-on").addEventListener("click", () => play({ ...session, playing: false }));
    at("start-again").addEventListener("click", () => {
      void closeFor(session);
      show("resume", false);
      show("setup", true);
      at("start").focus();
    });
  }
}

/** Of the parts of the page, show this one. */
function only(shown: string): void {
  for (const id of SECTIONS) show(id, id === shown);
}

/** This session as it was left. A kept page is there for another day too: what was finished on an earlier one is over. */
function leftToday(plan: Plan): Session | null {
  const left = saved(plan.id);
  const over = left?.phase === "done" ? !left.endedAt?.startsWith(today(new Date())) : left && dayOver(left);
  return over ? null : left;
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
