// The order of a program, changed by dragging. Without a script, or a pointer that drags, the buttons do the same.

/** Let the exercises of the program editor be dragged; where they are let go, the form asks what the order comes to. */
export function dragToOrder(): void {
  const list = document.querySelector<HTMLElement>("[data-order]");
  const form = list?.closest("form");
  const told = form?.querySelector<HTMLInputElement>("input[name=order]");
  const button = form?.querySelector<HTMLButtonElement>("[data-reorder]");
  if (!list || !form || !told || !button) return;
  const rows = () => [...list.querySelectorAll<HTMLElement>("[data-exercise]")];
  const order = () => rows().map((row) => row.dataset.exercise).join(" ");
  const before = order();
  let dragged: HTMLElement | undefined;
  for (const row of rows()) {
    row.draggable = true;
    row.addEventListener("dragstart", () => {
      dragged = row;
      row.classList.add("dragged");
    });
    row.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      const { top, height } = row.getBoundingClientRect();
      if (dragged !== row) row[event.clientY > top + height / 2 ? "after" : "before"](dragged);
    });
    row.addEventListener("drop", (event) => event.preventDefault());
    row.addEventListener("dragend", () => {
      row.classList.remove("dragged");
      dragged = undefined;
      if (order() === before) return;
      told.value = order();
      form.requestSubmit(button);
    });
  }
}
