// Danger signs that are asked again: under each theme one press says no to those of its questions that have no answer.

/** Show the buttons; without this script each question is answered by itself. */
export function offerNoToAll(): void {
  for (const offer of document.querySelectorAll<HTMLElement>(".no-to-all")) {
    const said = offer.querySelector<HTMLElement>("[data-said]");
    offer.hidden = false;
    offer.querySelector("button")?.addEventListener("click", () => {
      for (const sign of offer.parentElement?.querySelectorAll("fieldset") ?? []) {
        const no = sign.querySelector<HTMLInputElement>("input[value=no]");
        if (no && !sign.querySelector(":checked")) no.checked = true;
      }
      if (said) said.textContent = said.dataset.said ?? "";
    });
  }
}
