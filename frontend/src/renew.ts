// A page that comes back on another day is of yesterday: it is loaded anew, unless something is under way on it.
import { today } from "./holds";
import { fleeting } from "./place";

/** Look whenever the page is seen again. */
export function renew(): void {
  let touched = false;
  document.addEventListener("input", () => (touched = true));
  const look = () => {
    const made = document.documentElement.dataset["asOf"] ?? "";
    const old = made !== "" && made.slice(0, "2026-03-02".length) < today(new Date());
    const playing = document.getElementById("play")?.hidden === false;
    if (document.visibilityState === "visible" && navigator.onLine && old && !touched && !playing && !renewed()) location.reload();
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", (event) => (event as PageTransitionEvent).persisted && look());
}

/** Whether this was tried a moment ago: a server whose clock is behind would have the page load without end. */
function renewed(): boolean {
  const last = fleeting((storage) => {
    const before = Number(storage.getItem("birddog-renewed") ?? 0);
    storage.setItem("birddog-renewed", String(Date.now()));
    return before;
  });
  return last === null || Date.now() - last < 60_000;
}
