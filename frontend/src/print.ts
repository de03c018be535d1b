// A button that prints the page. Without a script there is none, and the browser's own menu prints.

/** Show every `[data-print]` button and let it print. */
export function offerPrint(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
