// After the exercises: how it was, what it means, and a quarter of an hour later.
import { clock } from "../clock";
import { noteLess } from "../holds";
import { enqueue, fate, flush, listen } from "../queue";
import { localTime } from "../told";
import { save } from "./device";
import { arrive, at, choice, element, paragraphs, say, scale, show } from "./page";
import { type Plan, candidates, fill } from "./plan";
import { type Closing, type Session, act } from "./session";
import { events, items, later, meaning } from "./telling";

const QUARTER_MS = 15 * 60_000;

/** Ask how it was; then write it down and show what it means. */
export function closing(plan: Plan, session: Session, put: (session: Session) => void): void {
  show("closing", true);
  arrive("closing-title");
  const form = at<HTMLFormElement>("closing-form");
  const down = session.closing.leg === "down";
  show("leg-question", !down);
  legQuestions(plan, session, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const closed = act(plan, session, { do: "close", closing: told(plan, form, down), at: localTime(new Date()) });
    put(closed);
    if (meaning(plan, closed).verdict === "red" || closed.reports.some((report) => report.hurt)) noteLess();
    void finished(plan, closed);
  });
}

/** What was told; what was left out stays away. */
function told(plan: Plan, form: HTMLFormElement, legKnown: boolean): Closing {
  const out: Closing = {};
  const [during, after] = [scale(form, "during"), scale(form, "after")];
  if (during !== null) out.during = during;
  if (after !== null) out.after = after;
  const leg = choice(form, "leg");
  if (legKnown || !leg) return out;
  out.leg = leg as NonNullable<Closing["leg"]>;
  if (leg !== "down" && leg !== "up") return out;
  if (leg === "down" && choice(form, "stayed") === "no") out.legMinutes = plan.leg_minutes;
  const which = choice(form, "which");
  if (which) out.legExercise = which;
  return out;
}

function legQuestions(plan: Plan, session: Session, form: HTMLFormElement): void {
  const done = items(plan, session).filter((one) => one.done !== "no" || one.hurt);
  const options = [...done.map((one) => [one.exercise, nameOf(plan, one.exercise)] as const), ["", plan.words["not-sure"] ?? ""] as const];
  at("leg-exercises").replaceChildren(
    ...options.map(([value, name]) => {
      const label = element("label", "", "choice");
      const input = element("input");
      Object.assign(input, { type: "radio", name: "which", value });
      label.append(input, element("span", name));
      return label;
    }),
  );
  form.addEventListener("change", () => {
    const leg = choice(form, "leg");
    show("leg-how-long", leg === "down");
    show("leg-which", leg === "down" || leg === "up");
  });
}

function nameOf(plan: Plan, id: string): string {
  return plan.items.flatMap(candidates).find((one) => one.exercise === id)?.name ?? id;
}

/**
 * Write a finished session down and show what it means. Also when its page is opened again, as it may have been closed
 * before all was kept: what has arrived already is not taken twice.
 */
export async function finished(plan: Plan, session: Session): Promise<void> {
  done(plan, session);
  for (const event of events(plan, session, session.endedAt ?? localTime(new Date()))) await enqueue(event);
  listen(() => void standing(plan.words, session.event));
  await flush();
}

/** Say whether the server has it. */
async function standing(words: Plan["words"], event: string): Promise<void> {
  const now = await fate(event);
  if (now.kind === "taken") say("kept", words.saved ?? "");
  else if (now.kind === "refused") say("kept", fill(words.refused ?? "", { message: now.message }));
  else say("kept", words[now.lasting ? "waiting" : "no-room"] ?? "");
}

/** The page after a session. */
function done(plan: Plan, session: Session): void {
  show("closing", false);
  show("after", true);
  const { words } = plan;
  const found = meaning(plan, session);
  at("meaning").dataset.verdict = found.verdict;
  say("verdict", words[`verdict-${found.verdict}`] ?? "");
  paragraphs("says", found.says);
  show("leg-check", session.closing.leg === "down");
  at("did").replaceChildren(...items(plan, session).map((item) => didRow(plan, session, item)));
  arrive("after-title");
  quarter(plan, session);
}

function didRow(plan: Plan, session: Session, item: ReturnType<typeof items>[number]): HTMLElement {
  const { words } = plan;
  const row = element("li");
  const report = session.reports.find((one) => one.exercise === item.exercise);
  const how = item.hurt ? words["did-hurt"] : words[`did-${item.done}`];
  const partly = item.done === "partly" && report ? `, ${fill(words["times-done"] ?? "", { n: item.reps, total: Math.round(report.wanted / report.sides) })}` : "";
  row.append(element("strong", nameOf(plan, item.exercise)), element("span", `${how ?? ""}${partly}`, "soft"));
  return row;
}

/** The question a quarter of an hour later, as soon as it is time. */
function quarter(plan: Plan, session: Session): void {
  const ended = new Date(session.endedAt ?? Date.now());
  const due = new Date(ended.getTime() + QUARTER_MS);
  const time = clock(due, plan.language);
  say("quarter-told", fill(plan.words["later-at"] ?? "", { time }));
  const timer = window.setInterval(look, 5000);
  look();
  at("quarter-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const minutes = (Date.now() - ended.getTime()) / 60_000;
    const answer = later(session, scale(form, "pain_after"), choice(form, "lasted"), minutes, localTime(new Date()));
    if (!answer) return;
    void enqueue(answer);
    save({ ...session, answered: true });
    show("quarter", false);
    show("quarter-told", true);
    const lasting = choice(form, "lasted") === "still" ? plan.pain.lasting.says.join(" ") : "";
    say("quarter-told", lasting || (plan.words.saved ?? ""));
    at("quarter-told").focus();
  });

  function look(): void {
    if (Date.now() < due.getTime()) return;
    clearInterval(timer);
    if (session.answered) return;
    show("quarter", true);
    show("quarter-told", false);
  }
}
