// The line of the program editor: what it would come to is said while it is typed. Nothing is saved by this.
import { isOfTheBrowser } from "./granted";

const PAUSE_MS = 500;
const PLACES = ["typed", "preview"];

/** Take over the form of the page that has such a line. */
export function tryAsTyped(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-tries]");
  const line = form?.querySelector<HTMLInputElement>("#line");
  if (!form || !line) return;
  let timer = 0;
  let latest = new AbortController();
  line.addEventListener("input", () => {
    clearTimeout(timer);
    latest.abort();
    latest = new AbortController();
    const { signal } = latest;
    timer = window.setTimeout(() => void tried(form, signal), PAUSE_MS);
  });
}

/** Ask the server, and show its answer in place of the one before. Offline the button still says that there is no way. */
async function tried(form: HTMLFormElement, signal: AbortSignal): Promise<void> {
  const body = new FormData(form);
  body.set("do", "try");
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of PLACES) {
      const [now, then] = [document.getElementById(id), page.getElementById(id)];
      if (now && then) now.replaceChildren(...then.childNodes);
    }
  } catch (error) {
    if (!isOfTheBrowser(error)) throw error;
  }
}
