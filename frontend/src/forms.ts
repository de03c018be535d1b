// Forms that tell something (`data-event`): kept on this device, sent, and only then on to the next page.
import { answers } from "./answers";
import { note as noteSafety, noteLess, worse } from "./holds";
import { discard, fate, flush, keep, type Fate, type Telling } from "./queue";
import { freshId } from "./told";
import { word } from "./words";

const LONGEST_WAIT_MS = 4000;
const SAID = "birddog-said";

/** Take over every such form of the page, also those that come later. */
export function takeForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const kind = form.dataset["event"];
    if (!kind || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset["sending"]) return;
    void tell(form, kind, event.submitter);
  });
  // A page that was kept, or that the browser brings back, must not use the id of an earlier answer again.
  if ("kept" in document.documentElement.dataset) freshIds();
  addEventListener("pageshow", (event) => (event as PageTransitionEvent).persisted && freshIds());
}

/** What the page before wanted to say. */
export function saySaid(): void {
  const text = sessionStorage.getItem(SAID);
  if (!text) return;
  sessionStorage.removeItem(SAID);
  const note = document.createElement("p");
  note.className = "note success";
  note.setAttribute("role", "status");
  note.textContent = text;
  document.getElementById("main")?.prepend(note);
}

async function tell(form: HTMLFormElement, kind: string, submitter: HTMLElement | null): Promise<void> {
  const data = new FormData(form, submitter);
  const text = (name: string) => String(data.get(name) ?? "");
  form.dataset["sending"] = "1";
  form.setAttribute("aria-busy", "true");
  try {
    noteSafety(kind);
    if (worse(form.dataset["worse"], text)) noteLess();
    const id = await kept({ type: kind, id: text("id") || freshId(), fields: answers(data) });
    if (!id) return plainly(form, submitter);
    await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))]);
    await follow(form, id, await fate(id), text("next"), text("said"));
  } finally {
    delete form.dataset["sending"];
    form.removeAttribute("aria-busy");
  }
}

/** The id of what is kept; `null` when this browser fails in a way that nobody has foreseen. */
async function kept(telling: Telling): Promise<string | null> {
  try {
    return await keep(telling);
  } catch {
    return null;
  }
}

/** As without scripts: the form goes to the server by itself. */
function plainly(form: HTMLFormElement, submitter: HTMLElement | null): void {
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    const chosen = document.createElement("input");
    Object.assign(chosen, { type: "hidden", name: submitter.name, value: submitter.value });
    form.append(chosen);
  }
  HTMLFormElement.prototype.submit.call(form);
}

async function follow(form: HTMLFormElement, id: string, became: Fate, next: string, said: string): Promise<void> {
  // The same answers, sent once more from this form, are still the same report.
  if (became.kind === "waiting" && !became.lasting) return showProblem(form, word("no_room"));
  freshIds(form);
  if (became.kind === "refused") {
    await discard(id); // it is shown here, and what was typed is still in the form
    return showProblem(form, word("refused", { message: became.message }));
  }
  const say = became.kind === "waiting" ? word("kept") : said;
  if (say) sessionStorage.setItem(SAID, say);
  location.assign(next || "/");
}

function showProblem(form: HTMLFormElement, text: string): void {
  form.querySelector(":scope > .refused")?.remove();
  const note = document.createElement("p");
  note.className = "note error refused";
  note.setAttribute("role", "alert");
  note.tabIndex = -1;
  note.textContent = text;
  form.prepend(note);
  note.focus();
}

function freshIds(within: ParentNode = document): void {
  const forms = within instanceof HTMLFormElement ? [within] : within.querySelectorAll<HTMLFormElement>("form[data-event]");
  for (const form of forms) {
    const field = form.querySelector<HTMLInputElement>('input[type="hidden"][name="id"]');
    if (field) field.value = freshId();
  }
}
