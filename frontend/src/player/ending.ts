// After the exercises: how it was, what it means, and a quarter of an hour later.
import { clock } from "../clock";
import { noteLess } from "../holds";
import { enqueue, fate, flush, listen } from "../queue";
import { save, stored, tell } from "../sessions";
import { localTime } from "../told";
import { type ItemDone, items, later, tells } from "./events";
import { arrive, at, choice, element, paragraphs, say, scale, show } from "./page";
import { type Plan, candidates, fill } from "./plan";
import { type Closing, type Session, act } from "./session";
import { lasting, meaning } from "./telling";

const QUARTER_MS = 15 * 60_000;

/** Ask how it was; then tell it and show what it means. What is answered is kept with each answer. */
export function closing(plan: Plan, session: Session, closed: () => void): void {
  show("closing", true);
  arrive("closing-title");
  const form = at<HTMLFormElement>("closing-form");
  const down = session.closing.leg === "down";
  const hurt = down || session.reports.some((report) => report.hurt);
  show("leg-question", !down);
  legQuestions(plan, session, form);
  restore(form, session.draft ?? {}, plan);
  ask(hurt || session.draft !== undefined);
  let done = false;
  form.addEventListener("change", () => save({ ...session, draft: told(plan, form, down) }));
  at("usual").addEventListener("click", () => close({ usual: true, adverse: "no" }));
  at("different").addEventListener("click", () => {
    ask(true);
    at("questions-title").focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    close(told(plan, form, down));
  });

  function ask(all: boolean): void {
    show("usual-question", !all);
    show("closing-form", all);
  }

  function close(answers: Closing): void {
    if (done) return;
    done = true;
    closed();
    // Another tab may have been quicker: what it told stands.
    const elsewhere = stored(session);
    const over = elsewhere?.phase === "done" ? elsewhere : act(plan, session, { do: "close", closing: answers, at: localTime(new Date()) });
    save(over);
    if (meaning(plan, over).verdict === "red" || over.reports.some((report) => report.hurt)) noteLess();
    void finished(plan, over);
  }
}

/** What was told; what was left out stays away. */
function told(plan: Plan, form: HTMLFormElement, legKnown: boolean): Closing {
  const out: Closing = {};
  const [during, after] = [scale(form, "during"), scale(form, "after")];
  if (during !== null) out.during = during;
  if (after !== null) out.after = after;
  const adverse = choice(form, "adverse");
  if (adverse) out.adverse = adverse as NonNullable<Closing["adverse"]>;
  const note = at<HTMLTextAreaElement>("adverse-note").value.trim();
  if (adverse === "yes" && note) out.adverseNote = note;
  const leg = choice(form, "leg");
  if (legKnown || !leg) return out;
  out.leg = leg as NonNullable<Closing["leg"]>;
  if (leg !== "down" && leg !== "up") return out;
  if (leg === "down" && choice(form, "stayed") === "no") out.legMinutes = plan.leg_minutes;
  const which = choice(form, "which");
  if (which) out.legExercise = which;
  return out;
}

/** The answers that were given before the page was closed. */
function restore(form: HTMLFormElement, draft: Closing, plan: Plan): void {
  const stayed = draft.leg !== "down" || draft.legMinutes === undefined ? "" : draft.legMinutes <= plan.leg_minutes ? "no" : "yes";
  const given = {
    during: draft.during, after: draft.after, adverse: draft.adverse, leg: draft.leg, stayed, which: draft.legExercise,
  };
  for (const [name, value] of Object.entries(given)) {
    const input = form.querySelector<HTMLInputElement>(`input[name="${name}"][value="${value ?? ""}"]`);
    if (input && value !== undefined && value !== "") input.checked = true;
  }
  at<HTMLTextAreaElement>("adverse-note").value = draft.adverseNote ?? "";
  form.dispatchEvent(new Event("shown"));
}

function legQuestions(plan: Plan, session: Session, form: HTMLFormElement): void {
  const done = items(session).filter((one) => one.done !== "no" || one.hurt);
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
  const look = () => {
    const leg = choice(form, "leg");
    show("leg-how-long", leg === "down");
    show("leg-which", leg === "down" || leg === "up");
    show("adverse-what", choice(form, "adverse") === "yes");
  };
  form.addEventListener("change", look);
  form.addEventListener("shown", look);
}

function nameOf(plan: Plan, id: string): string {
  return plan.items.flatMap(candidates).find((one) => one.exercise === id)?.name ?? id;
}

/**
 * Tell a finished session and show what it means. Also when its page is opened again, as it may have been closed
 * before all was kept: what has arrived already is not taken twice.
 */
export async function finished(plan: Plan, session: Session): Promise<void> {
  done(plan, session);
  if (!tells(session)) return say("kept", plan.words["nothing-told"] ?? "");
  await tell(session);
  listen(() => void standing(plan.words, session.event));
  await flush();
  await tell(session);
}

/** Say whether the server has it. */
async function standing(words: Plan["words"], event: string): Promise<void> {
  const now = await fate(event);
  show("put-right", now.kind === "taken");
  at("put-right").querySelector("a")!.href = `/reports/one/${event}/`;
  if (now.kind === "taken") say("kept", words.saved ?? "");
  else if (now.kind === "refused") say("kept", fill(words.refused ?? "", { message: now.message }));
  else say("kept", words[now.lasting ? "waiting" : "no-room"] ?? "");
}

/** The page after a session. */
function done(plan: Plan, session: Session): void {
  show("closing", false);
  show("after", true);
  const { words } = plan;
  const did = items(session);
  const title = did.every((item) => item.done === "yes") ? "after-done" : did.some((item) => item.done !== "no" || item.hurt) ? "after-partly" : "after-none";
  say("after-title", words[title] ?? "");
  const counted = did.some((item) => item.done !== "no" || item.hurt);
  const n = plan.week.done + Number(counted);
  say("week-done", fill(words[n > plan.week.of ? "week-more" : "week-done"] ?? "", { n, total: plan.week.of }));
  show("week-done", counted);
  say("true-line", plan.true_line);
  show("true-line", plan.true_line !== "");
  const found = meaning(plan, session);
  at("meaning").dataset.verdict = found.verdict;
  say("verdict", words[`verdict-${found.verdict}`] ?? "");
  paragraphs("says", found.says);
  show("leg-check", session.closing.leg === "down" || session.closing.adverse === "yes");
  at("did").replaceChildren(...items(session).map((item) => didRow(plan, session, item)));
  arrive("after-title");
  quarter(plan, session);
}

function didRow(plan: Plan, session: Session, item: ItemDone): HTMLElement {
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
    session = { ...session, answer };
    save(session);
    void enqueue(answer);
    show("quarter", false);
    show("quarter-told", true);
    const still = choice(form, "lasted") === "still" ? lasting(plan, session, scale(form, "pain_after")).says.join(" ") : "";
    say("quarter-told", still || (plan.words.saved ?? ""));
    at("quarter-told").focus();
  });

  function look(): void {
    if (Date.now() < due.getTime()) return;
    clearInterval(timer);
    if (session.answer) return;
    show("quarter", true);
    show("quarter-told", false);
  }
}
