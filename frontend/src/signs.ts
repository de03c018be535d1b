// Danger signs and their like: one press answers what is open, once the last question was in sight; a press that comes
// too early answers nothing; a yes to an emergency does not wait for the other questions.

/** Take over the buttons, the keys and the most pressing answers; without this script the server does what it can. */
export function mindSigns(): void {
  document.querySelectorAll<HTMLElement>(".no-to-all").forEach(offerNoToAll);
  document.querySelectorAll<HTMLElement>(".list").forEach(holdNone);
  tooEarly();
  addEventListener("pageshow", (event) => (event as PageTransitionEvent).persisted && settleAgain());
  document.querySelectorAll<HTMLFormElement>("form[data-at-once]").forEach(sendAtOnce);
}

function offerNoToAll(offer: HTMLElement): void {
  const [button, said] = [offer.querySelector("button"), offer.querySelector<HTMLElement>("[data-said]")];
  const questions = [...(offer.parentElement?.querySelectorAll<HTMLElement>("[data-calm]") ?? [])];
  const last = questions.at(-1);
  if (!button || !last) return;
  offer.hidden = false;
  button.disabled = true;
  onceSeen(last, () => (button.disabled = false));
  button.addEventListener("click", () => {
    for (const question of questions) {
      const calm = question.querySelector<HTMLInputElement>(`input[value="${question.dataset["calm"] ?? ""}"]`);
      if (calm && !question.querySelector(":checked")) calm.checked = true;
    }
    if (said) said.textContent = said.dataset["said"] ?? "";
  });
}

/** "None of these" below a list is off until the last of the list was in sight; who comes there by keys is shown it. */
function holdNone(list: HTMLElement): void {
  const none = list.querySelector<HTMLInputElement>(".all [value=none]");
  const last = [...list.querySelectorAll<HTMLElement>(".each legend")].at(-1);
  if (!none || !last || none.checked) return;
  none.setAttribute("aria-disabled", "true");
  const off = (event: Event) => event.preventDefault();
  const show = () => last.scrollIntoView({ block: "center" });
  none.addEventListener("click", off);
  none.addEventListener("focus", show);
  onceSeen(last, () => {
    none.removeAttribute("aria-disabled");
    none.removeEventListener("click", off);
    none.removeEventListener("focus", show);
  });
}

function onceSeen(place: HTMLElement, then: () => void): void {
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    then();
  }, { threshold: 0.5 });
  seen.observe(place);
}

const ANSWERING = new Set(["Enter", " ", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"]);

/** Keys wait as presses do, for which the style sheet makes sure: what was pressed too early does nothing when let go. */
function tooEarly(): void {
  let early = false;
  const swallow = (event: KeyboardEvent) => {
    if (!ANSWERING.has(event.key)) return;
    if (event.type === "keydown" && !event.repeat) early = settling(event.target as Element);
    if (!early) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === "keyup") early = false;
  };
  for (const type of ["keydown", "keyup"] as const) document.addEventListener(type, swallow, true);
}

/** Whether the questions around a place came into sight so lately that no press on them counts yet. */
export function settling(place: Element): boolean {
  const form = place.closest("a") ? null : place.closest(".settle, .sign-form");
  return form?.getAnimations().some((one) => (one as CSSAnimation).animationName === "settle") ?? false;
}

/** A page that the browser brings back is in sight anew. */
function settleAgain(): void {
  for (const form of document.querySelectorAll<HTMLElement>(".settle, .sign-form")) {
    form.style.setProperty("animation", "none", "important");
    void form.offsetWidth;
    form.style.removeProperty("animation");
  }
}

/** By keys an answer is passed over on the way to another one: there the button sends. */
function sendAtOnce(form: HTMLFormElement): void {
  let pointed = false;
  form.addEventListener("pointerdown", () => (pointed = true));
  form.addEventListener("keydown", () => (pointed = false));
  form.addEventListener("change", (event) => {
    const answer = event.target as HTMLInputElement;
    if (pointed && answer.value === "yes" && answer.dataset["level"] === "emergency") form.requestSubmit();
  });
}
