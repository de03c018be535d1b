// Forms that tell something (`data-event`): kept on this device, sent, and only then on to the next page.
import { answers } from "./answers";
import { granted } from "./granted";
import { note as noteSafety, noteLess, worse } from "./holds";
import { fleeting } from "./place";
import { discard, fate, flush, keep, type Fate, type Telling } from "./queue";
import { freshId, localTime } from "./told";
import { word } from "./words";

const LONGEST_WAIT_MS = 4000;
const SAID = "birddog-said";
/** What may be taken back with one tap: nothing that tells of danger signs. */
const UNDONE: ReadonlySet<string> = new Set(["pain", "morning", "aerobic", "measure", "swap", "flare_over", "pause"]);

/** Take over every such form of the page, also those that come later. */
export function takeForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if ("online" in form.dataset && !event.defaultPrevented) {
      event.preventDefault();
      if (!form.dataset["sending"]) void ifReached(form, event.submitter);
      return;
    }
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

/** What the page before wanted to say, and a way to take back what was reported there. */
export function saySaid(): void {
  const kept = fleeting((storage) => JSON.parse(storage.getItem(SAID) ?? "null") as Said | null);
  if (!kept) return;
  fleeting((storage) => storage.removeItem(SAID));
  const { text, undo } = kept;
  const note = document.createElement("p");
  note.className = "note success";
  note.setAttribute("role", "status");
  note.textContent = text;
  if (undo) note.append(" ", undoButton(undo, note));
  document.getElementById("main")?.prepend(note);
}

/** What to say on the next page; `undo` is the id of a report that may be taken back with one tap. */
interface Said {
  text: string;
  undo?: string;
}

function sayNext(said: Said): void {
  fleeting((storage) => storage.setItem(SAID, JSON.stringify(said)));
}

function undoButton(id: string, note: HTMLElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet small";
  button.textContent = word("undo");
  button.addEventListener("click", () => {
    button.disabled = true;
    void (async () => {
      await keep({ type: "correction", corrects: id, withdraw: true });
      await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))]);
      sayNext({ text: word("undone") });
      note.remove();
      location.reload();
    })();
  });
  return button;
}

/** When it happened, for a report that is added for an earlier day. */
function earlier(data: FormData): { at?: string } {
  const [on, hour] = [String(data.get("on") ?? ""), String(data.get("hour") ?? "")];
  const at = new Date(`${on}T${hour || "12:00"}`);
  return on && !Number.isNaN(at.getTime()) ? { at: localTime(at) } : {};
}

async function tell(form: HTMLFormElement, kind: string, submitter: HTMLElement | null): Promise<void> {
  const data = new FormData(form, submitter);
  const text = (name: string) => String(data.get(name) ?? "");
  form.dataset["sending"] = "1";
  form.setAttribute("aria-busy", "true");
  try {
    noteSafety(kind);
    if (worse(form.dataset["worse"], text)) noteLess();
    const id = await kept({ type: kind, id: text("id") || freshId(), fields: answers(data), ...earlier(data) });
    if (!id) return plainly(form, submitter);
    await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))]);
    await follow(form, kind, id, await fate(id), text("next"), text("said"));
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

/** A form that needs the server goes there when it can be reached; else all that was entered stays on the page. */
async function ifReached(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  form.dataset["sending"] = "1";
  const asked = () => fetch("/healthz", { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(LONGEST_WAIT_MS) });
  const reached = navigator.onLine && (await granted(asked))?.ok;
  delete form.dataset["sending"];
  if (reached) plainly(form, submitter);
  else showProblem(form, word("needs_connection"));
}

/** As without scripts: the form goes to the server by itself. */
function plainly(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const chosen = document.createElement("input");
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    Object.assign(chosen, { type: "hidden", name: submitter.name, value: submitter.value });
    form.append(chosen);
  }
  HTMLFormElement.prototype.submit.call(form);
  chosen.remove(); // the browser may bring this page back
}

async function follow(form: HTMLFormElement, kind: string, id: string, became: Fate, next: string, said: string): Promise<void> {
  // The same answers, sent once more from this form, are still the same report.
  if (became.kind === "waiting" && !became.lasting) return showProblem(form, word("no_room"));
  freshIds(form);
  if (became.kind === "refused") {
    await discard(id); // it is shown here, and what was typed is still in the form
    return showProblem(form, word("refused", { message: became.message }));
  }
  const say = became.kind === "waiting" ? word("kept") : said;
  const undo = UNDONE.has(kind) ? { undo: id } : {};
  if (say) sayNext({ text: say, ...undo });
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
