// The page's side of the service worker: start it, say whose page this is, ask it to keep what is needed for days
// without a network.
import { granted } from "./granted";
import { place } from "./place";
import { forgetOthers, listen, owner } from "./queue";
import { word } from "./words";

/** Pages that come after a change of what holds; then what is kept is made anew. */
const FRESH = ["/", "/program/", "/start/result/"];
const ERASING = "birddog-erasing";

/** Start the service worker, where the browser has one (it needs HTTPS, or this machine itself). */
export async function install(): Promise<void> {
  minded();
  if (!("serviceWorker" in navigator)) return;
  const registration = await granted(() => navigator.serviceWorker.register("/sw.js"));
  if (!registration) return; // the page is left already, or there is no network or no place for it: the next page tries again
  const kept = "kept" in document.documentElement.dataset;
  const tell = (message: unknown) => granted(async () => (await navigator.serviceWorker.ready).active?.postMessage(message));
  const signedOut = location.pathname.startsWith("/accounts/");
  if (!kept && (owner() || signedOut)) await tell({ whose: owner() });
  if (!kept && FRESH.includes(location.pathname)) await tell({ keep: true });
  listen((news) => void (news.stored > 0 && tell({ keep: true })));
  offerNewVersion(registration);
}

/** What the person erased is erased here too, once the server has done it: then the page is somebody else's. */
function minded(): void {
  document.addEventListener("submit", (event) => {
    const action = new URL((event.target as HTMLFormElement).getAttribute("action") ?? "", location.href);
    if (action.pathname === "/erase/") place((storage) => storage.setItem(ERASING, owner()));
  });
  const erased = place((storage) => storage.getItem(ERASING));
  if (erased !== null && erased !== owner()) void forgetOthers(erased);
  place((storage) => storage.removeItem(ERASING));
}

/** A quiet line when a new version waits; it is used when the person says so, or next time. */
function offerNewVersion(registration: ServiceWorkerRegistration): void {
  const offer = () => {
    const waiting = registration.waiting;
    if (!waiting || !navigator.serviceWorker.controller || document.getElementById("new-version")) return;
    const line = document.createElement("p");
    line.id = "new-version";
    line.className = "connection";
    line.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button plain small";
    button.textContent = word("use_new_version");
    button.addEventListener("click", () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      waiting.postMessage({ takeOver: true });
    });
    line.append(`${word("new_version")} `, button);
    document.getElementById("connection")?.after(line);
  };
  offer();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
}
