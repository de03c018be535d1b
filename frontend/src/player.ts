// The guided session. Everything it needs is in the page; after that it needs no network.
import { closing, finished } from "./player/ending";
import { dialogs } from "./player/dialogs";
import { forget, leftBehind, save, saved, tellHow, toldHow } from "./player/device";
import { prefetch } from "./player/figure";
import { arrive, at, say, scale, show } from "./player/page";
import { type Plan, fill } from "./player/plan";
import { Run } from "./player/run";
import { type Session, begin, current } from "./player/session";
import { events, leftOver } from "./player/telling";
import { confirm, held, noteLess, today, watch } from "./holds";
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
  const left = leftToday(plan);
  for (const old of leftBehind(plan.id)) void writeDown(old);
  // Questions about what was done stay open; what would lead on does not.
  if (stopped && (!left || left.phase === "play")) {
    show("before", false);
    show("held", true);
    return;
  }
  show("start", true);
  let run: Run | undefined;
  const asked = confirm(plan.id, () => !at("before").hidden || run?.session.phase === "play", (word) => {
    if (word === "held") stop();
    else if (run) run.pause(at("changed-text").textContent ?? "");
    else show("changed", true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    asked();
    play(begin(plan, freshId(), scale(form, "before")));
  });
  if (left) goOn(left);

  function play(session: Session): void {
    show("before", false);
    const running = (run = new Run(plan, session, told, () => ending(running.session)));
    dialogs(running);
    save(session);
    running.start();
  }

  /** The server says that no session may be done now: whatever runs here stops; what was done stays kept. */
  function stop(): void {
    run?.halt();
    show("before", false);
    show("held", true);
    arrive("held-title");
  }

  function ending(session: Session): void {
    save(session);
    closing(plan, session, save);
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

/** This session as it was left. A kept page is there for another day too: what was finished on an earlier one is over. */
function leftToday(plan: Plan): Session | null {
  const left = saved(plan.id);
  if (left?.phase !== "done" || !left.endedAt || left.endedAt.startsWith(today(new Date()))) return left;
  forget(plan.id);
  // It was told when it ended, and is told again in case the page was closed too soon: the server takes it once.
  for (const event of events(plan, left, left.endedAt)) void enqueue(event);
  return null;
}

/** Write down what was done of a session that nobody finished; then let it go. */
async function writeDown(session: Session): Promise<void> {
  const event = leftOver(session);
  if (event && session.reports.some((report) => report.hurt)) noteLess();
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
