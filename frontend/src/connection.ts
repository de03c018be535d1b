// One quiet line under the header: whether what was told has arrived. And what could not be taken, with a way out.
import { clock } from "./clock";
import type { Aside } from "./keeping";
import { discard, listen, type News, refused } from "./queue";
import { word } from "./words";

/** What goes well within this time needs no line. */
const QUIET_MS = 1500;

let news: News | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Keep the line, and the list of what could not be taken, as things are. */
export function showConnection(): void {
  listen((heard) => {
    news = heard;
    clearTimeout(timer);
    timer = setTimeout(show, heard.state === "unknown" && heard.waiting > 0 ? QUIET_MS : 0);
    void showRefused(heard.aside);
  });
  addEventListener("online", show);
  addEventListener("offline", show);
}

function show(): void {
  const line = document.getElementById("connection");
  if (!line || !news) return;
  const text = sentence(news, navigator.onLine, asOf(document.documentElement));
  if (line.textContent !== text) line.textContent = text;
  line.hidden = text === "";
}

/** What the line says; nothing when all is well. `shown`: when the page was made, if it is one that was kept. */
export function sentence(heard: Pick<News, "state" | "waiting">, online: boolean, shown = ""): string {
  const waits = heard.waiting === 0 ? "" : heard.waiting === 1 ? word("waits_one") : word("waits_many", { count: heard.waiting });
  const old = shown && word("as_of", { time: shown });
  if (heard.state === "signed-out" || heard.state === "other-person") return waits && `${word("signed_out")} ${waits}`;
  const away = !online || heard.state === "unreachable" || (shown && heard.state !== "sent");
  return [away && word("offline"), old, waits].filter(Boolean).join(" ");
}

/** When a kept page of a person was made, by the person's own clock: the hour today, the day as well before. */
export function asOf(page: HTMLElement, today: string = localDay()): string {
  const { kept, asOf: made } = page.dataset;
  if (kept === undefined || !made || !page.querySelector('meta[name="person"]')) return "";
  const then = new Date(made.slice(0, "2026-03-02T08:00".length));
  const time = clock(then, page.lang);
  return made.startsWith(today) ? time : `${then.toLocaleDateString(page.lang, { month: "long", day: "numeric" })}, ${time}`;
}

function localDay(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

async function showRefused(count: number): Promise<void> {
  let box = document.getElementById("refused");
  if (count === 0) return box?.remove();
  if (!box) {
    box = document.createElement("div");
    box.id = "refused";
    box.setAttribute("role", "alert");
    document.getElementById("main")?.prepend(box);
  }
  box.replaceChildren(...(await refused()).map(row));
}

function row(one: Aside): HTMLElement {
  const note = document.createElement("div");
  note.className = "note error";
  const says = document.createElement("p");
  says.textContent = word("refused", { message: one.message });
  const copy = document.createElement("a");
  copy.className = "button quiet small";
  copy.textContent = word("save_copy");
  copy.download = `birddog-${one.id}.json`;
  copy.href = URL.createObjectURL(new Blob([JSON.stringify(one.event, null, 2)], { type: "application/json" }));
  const away = document.createElement("button");
  away.className = "button plain small";
  away.type = "button";
  away.textContent = word("let_go");
  away.addEventListener("click", () => void discard(one.id));
  const buttons = document.createElement("div");
  buttons.className = "row";
  buttons.append(copy, away);
  note.append(says, buttons);
  return note;
}
