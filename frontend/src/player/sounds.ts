// Before a session: which voice, how loud, whether headphones' buttons lead through, and a word when there is no voice.
import { type Told, tellHow } from "./device";
import { at, element, show } from "./page";
import type { Plan } from "./plan";
import { Voice } from "./sound";

const LATE_MS = 3000;

/** Fill the choices of the form, now and when the browser has loaded its voices. */
export function sounds(plan: Plan, form: HTMLFormElement, told: Told): void {
  const voice = new Voice(plan.language);
  const which = form.elements.namedItem("wanted") as HTMLSelectElement;
  const loud = form.elements.namedItem("volume") as HTMLInputElement;
  const keys = form.elements.namedItem("keys") as HTMLInputElement;
  const fill = () => {
    const names = voice.voices().map((one) => one.name);
    which.replaceChildren(...["", ...names].map((name) => option(name, name || (plan.words["usual-voice"] ?? ""), name === told.wanted)));
    show("which-voice", names.length > 1);
    if (names.length) show("no-voice", false);
  };
  fill();
  loud.value = String(Math.round(told.volume * 100));
  keys.checked = told.keys;
  if ("speechSynthesis" in window) speechSynthesis.addEventListener("voiceschanged", fill);
  window.setTimeout(() => show("no-voice", told.voice && voice.voices().length === 0), LATE_MS);
  form.addEventListener("change", () => {
    Object.assign(told, { wanted: which.value, volume: Number(loud.value) / 100, keys: keys.checked });
    tellHow(told);
    if (!told.voice) show("no-voice", false);
  });
  at("hear").addEventListener("click", () => {
    Object.assign(voice, { on: true, volume: told.volume, wanted: told.wanted });
    voice.hush();
    voice.say(plan.words["say-ready"] ?? "");
  });
}

function option(value: string, text: string, chosen: boolean): HTMLOptionElement {
  const made = element("option", text);
  made.value = value;
  made.selected = chosen;
  return made;
}
