// Who goes by keys: the first question of a page has the focus when a key led there, the body map stands
// as a list, and a number on a scale is typed.
import { fleeting } from "./place";
import { settling } from "./signs";

const BY_KEYS = "birddog-by-keys";
const SOON_MS = 1000;

/** Take over the keys; a person who points or touches sees nothing of it. */
export function mindKeys(): void {
  let keyed = false;
  document.addEventListener("keydown", () => (keyed = true), true);
  document.addEventListener("pointerdown", () => (keyed = false), true);
  addEventListener("pagehide", () => fleeting((storage) => storage.setItem(BY_KEYS, keyed ? "yes" : "no")));
  if (fleeting((storage) => storage.getItem(BY_KEYS)) === "yes") {
    for (const list of document.querySelectorAll<HTMLDetailsElement>("details.marks")) list.open = true;
    first()?.focus();
  }
  typeOnScales();
}

/** Where to begin: at what needs another look, else at what the page names, else at its first question. */
function first(): HTMLElement | undefined {
  const within = document.querySelector(".field.wrong") ?? document.querySelector("form.settle");
  const named = document.querySelector<HTMLElement>("[data-first]");
  const stops = [...(within?.querySelectorAll<HTMLElement>("a, button, input:not([type=hidden])") ?? [])];
  const stop = named ?? stops.find((one) => one.tabIndex >= 0 && one.checkVisibility());
  if (!(stop instanceof HTMLInputElement) || stop.type !== "radio") return stop;
  return stop.closest("fieldset")?.querySelector<HTMLElement>(":checked") ?? stop;
}

function typeOnScales(): void {
  let one = { at: -SOON_MS, name: "" };
  document.addEventListener("keydown", (event) => {
    const here = event.target as HTMLInputElement;
    if (!/^\d$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!here.matches(".scale input[type=radio]") || settling(here)) return;
    const ten = event.key === "0" && one.name === here.name && event.timeStamp - one.at < SOON_MS;
    one = { at: event.key === "1" ? event.timeStamp : -SOON_MS, name: here.name };
    const wanted = here.closest(".scale")?.querySelector<HTMLInputElement>(`input[value="${ten ? "10" : event.key}"]`);
    wanted?.focus();
    wanted?.click();
  });
}
