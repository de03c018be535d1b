// The places of the page that the player writes to.

/** The element with this id; a page without it is a mistake of the template. */
export function at<T extends Element = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as unknown as T;
}

/** Set a text only when it changes, so that nothing is drawn or announced twice. */
export function say(id: string, text: string): void {
  const place = at(id);
  if (place.textContent !== text) place.textContent = text;
}

/** Show or hide. */
export function show(id: string, shown: boolean): void {
  const place = at(id);
  if (place.hidden === shown) place.hidden = !shown;
}

/** The number that was chosen on a scale, or null. */
export function scale(form: ParentNode, name: string): number | null {
  const chosen = form.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`);
  return chosen ? Number(chosen.value) : null;
}

/** The word that was chosen, or nothing. */
export function choice(form: ParentNode, name: string): string {
  return form.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)?.value ?? "";
}

/** Paragraphs in place of what was there. */
export function paragraphs(id: string, texts: readonly string[]): void {
  at(id).replaceChildren(...texts.map((text) => element("p", text)));
}

/** A new element with a text. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, text = "", classes = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (classes) made.className = classes;
  return made;
}

/** Move the focus to a heading of what has just appeared. */
export function arrive(id: string): void {
  at(id).focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
}
