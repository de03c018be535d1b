// What can be asked in the middle: this hurts, another one, stop here, danger signs. Each pauses; closing goes on.
import { at, element, paragraphs, say, scale, show } from "./page";
import { type Exercise, fill, key } from "./plan";
import type { Run } from "./run";
import { type Wish, current, leaveOut, steps } from "./session";
import { whenHurt } from "./telling";

/** Make all of them work. */
export function dialogs(run: Run): void {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => back(run, dialog)));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      if (dialog.id !== "hurt-dialog" || !at("hurt-ask").hidden) back(run, dialog);
    });
  }
  for (const link of document.querySelectorAll("a[data-danger]"))
    link.addEventListener("click", (event) => {
      if (run.session.phase !== "play") return;
      event.preventDefault();
      open(run, "danger-dialog", "danger-title");
    });
  hurting(run);
  changing(run);
  at("leave").addEventListener("click", () => open(run, "leave-dialog", "leave-title"));
  at("finish").addEventListener("click", () => {
    at<HTMLDialogElement>("leave-dialog").close();
    run.take({ do: "end" });
  });
}

function open(run: Run, id: string, title: string): void {
  run.pause();
  const dialog = at<HTMLDialogElement>(id);
  if (!dialog.open) dialog.showModal();
  at(title).focus();
}

/** Close; when it was the only one, time goes on. */
function back(run: Run, dialog: HTMLDialogElement): void {
  dialog.close();
  if (!document.querySelector("dialog[open]")) run.play();
}

// ---- this hurts
function hurting(run: Run): void {
  const dialog = at<HTMLDialogElement>("hurt-dialog");
  let stopped = 0;
  let clock = 0;
  const close = () => {
    clearInterval(clock);
    dialog.close();
  };
  at("hurts").addEventListener("click", () => {
    part("hurt-ask");
    dialog.querySelectorAll<HTMLInputElement>("input:checked").forEach((input) => (input.checked = false));
    stopped = performance.now();
    open(run, "hurt-dialog", "hurt-title");
  });
  for (const button of dialog.querySelectorAll<HTMLButtonElement>("[data-down]"))
    button.addEventListener("click", () => {
      const pain = scale(dialog, "hurt");
      run.take({ do: "hurt", pain });
      if (button.dataset.down === "yes") clock = legAnswer(run, stopped);
      else hurtAnswer(run, pain);
    });
  at("hurt-next").addEventListener("click", () => {
    close();
    run.take({ do: "leave", forGood: false });
    run.play();
  });
  at("hurt-end").addEventListener("click", () => {
    close();
    run.take({ do: "end" });
  });
  at("leg-settled").addEventListener("click", () => {
    const now = current(run.plan, run.session);
    close();
    run.take({ do: "leg", minutes: Math.ceil((performance.now() - stopped) / 60_000) });
    if (now) run.put(leaveOut(run.plan, run.session, now.step.slot, now.exercise.out_when_leg));
    run.play();
  });
  at("leg-stays").addEventListener("click", () => {
    close();
    run.take({ do: "leg", minutes: null });
    run.take({ do: "end" });
  });
}

function part(shown: string): void {
  for (const id of ["hurt-ask", "hurt-answer", "leg-answer"]) show(id, id === shown);
}

function hurtAnswer(run: Run, pain: number | null): void {
  const now = current(run.plan, run.session);
  if (!now) return;
  const { words } = run.plan;
  const found = whenHurt(run.plan, run.session, now.exercise.exercise, pain);
  part("hurt-answer");
  say("hurt-verdict", words[found.verdict === "red" ? "hurt-red" : "hurt-amber"] ?? "");
  paragraphs("hurt-says", [...found.says, found.then].filter(Boolean));
  const last = !steps(run.plan, run.session).some((one) => one.slot > now.step.slot);
  say("hurt-then", words[last ? "hurt-last" : "hurt-then"] ?? "");
  show("hurt-next", !last);
  at("hurt-verdict").focus();
}

/** Wait with the person, up to the minutes of the rule; returns the timer. */
function legAnswer(run: Run, stopped: number): number {
  const { words, leg, leg_minutes: limit } = run.plan;
  const now = current(run.plan, run.session);
  part("leg-answer");
  say("leg-title", words["leg-title"] ?? "");
  const also = run.plan.items.filter((item, slot) => now && slot > now.step.slot && now.exercise.out_when_leg.includes(item.exercise));
  const names = also.map((item) => item.name).join(", ");
  const texts = [leg.down ?? "", fill(words["leg-wait"] ?? "", { minutes: limit }), names && fill(words["leg-also-out"] ?? "", { names })];
  paragraphs("leg-says", texts.filter(Boolean));
  const tick = () => {
    const passed = Math.floor((performance.now() - stopped) / 1000);
    const time = `${Math.floor(passed / 60)}:${String(passed % 60).padStart(2, "0")}`;
    say("leg-clock", fill(words["leg-clock"] ?? "", { time }));
    show("leg-settled", passed <= limit * 60);
  };
  tick();
  at("leg-title").focus();
  return window.setInterval(tick, 1000);
}

// ---- another one instead
function changing(run: Run): void {
  at("change").addEventListener("click", () => {
    const now = current(run.plan, run.session);
    const item = now && run.plan.items[now.step.slot];
    if (!now || !item) return;
    const others = (list: Exercise[]) => list.filter((one) => key(one) !== key(now.exercise));
    const swapped = key(now.exercise) === key(item) ? [] : [item];
    const up = item.easier.some((one) => key(one) === key(now.exercise));
    at<HTMLInputElement>("keep").checked = false;
    choices(run, "easier", others([...(up ? [] : swapped), ...item.easier]));
    choices(run, "harder", others([...(up ? swapped : []), ...item.harder]));
    open(run, "change-dialog", "change-title");
  });
  at("leave-out").addEventListener("click", () => {
    at<HTMLDialogElement>("change-dialog").close();
    run.take({ do: "leave", forGood: at<HTMLInputElement>("keep").checked });
    run.play();
  });
}

function choices(run: Run, wish: Exclude<Wish, "not_this">, list: Exercise[]): void {
  const { words } = run.plan;
  const now = current(run.plan, run.session)?.exercise;
  const place = at(`choices-${wish}`);
  place.replaceChildren(element("h3", words[wish] ?? ""));
  if (!list.length) place.append(element("p", words[`none-${wish}`] ?? "", "soft"));
  for (const exercise of list) {
    const button = element("button", "", "variant");
    button.type = "button";
    const picture = element("img");
    picture.src = exercise.figure.still;
    picture.alt = "";
    const same = exercise.exercise === now?.exercise && wish === "easier";
    const text = element("span");
    text.append(element("strong", exercise.name), element("small", same ? fill(words.less ?? "", { amount: exercise.amount }) : exercise.amount));
    button.append(picture, text);
    button.addEventListener("click", () => {
      at<HTMLDialogElement>("change-dialog").close();
      run.take({ do: "swap", to: exercise, wish, keep: at<HTMLInputElement>("keep").checked });
      run.play();
    });
    place.append(button);
  }
}
