// What the device lends: a screen that stays on, keys of headphones, and a place to keep things.
import { localTime } from "../told";
import type { Session } from "./session";

const PREFIX = "birddog-session:";
const TOLD = "birddog-player";

/** Keeps the screen on while it plays; taken again when the page comes back. */
export class WakeLock {
  private lock: WakeLockSentinel | null = null;
  private wanted = false;

  /** Keep the screen on, or let it go. */
  async keep(wanted: boolean): Promise<void> {
    this.wanted = wanted;
    if (!wanted) {
      await this.lock?.release();
      this.lock = null;
    } else if (!this.lock || this.lock.released) {
      await this.ask();
    }
  }

  private async ask(): Promise<void> {
    if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    try {
      this.lock = await navigator.wakeLock.request("screen");
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // refused: battery low, or not allowed here
    }
    if (!this.wanted) await this.lock?.release();
  }
}

/** Play, pause and next on headphones, keyboards and lock screens. */
export function mediaKeys(keys: { play: () => void; pause: () => void; next: () => void; back: () => void }): void {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.setActionHandler("play", keys.play);
  navigator.mediaSession.setActionHandler("pause", keys.pause);
  navigator.mediaSession.setActionHandler("nexttrack", keys.next);
  navigator.mediaSession.setActionHandler("previoustrack", keys.back);
}

/** Tell the device what runs. */
export function mediaState(playing: boolean, title: string): void {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.playbackState = playing ? "playing" : "paused";
  if (title && navigator.mediaSession.metadata?.title !== title) navigator.mediaSession.metadata = new MediaMetadata({ title, artist: "Birddog" });
}

/** Keep the session on this device; without a place to keep it, it runs all the same. */
export function save(session: Session, now: Date = new Date()): void {
  store((place) => place.setItem(PREFIX + session.plan, JSON.stringify({ ...session, savedAt: localTime(now) })));
}

/** The session of this plan as it was left, if it was. */
export function saved(plan: string): Session | null {
  return every().find((session) => session.plan === plan) ?? null;
}

/** Sessions of other days or doses that were left; `forget` them when they are written down. */
export function leftBehind(plan: string): Session[] {
  return every().filter((session) => session.plan !== plan);
}

function every(): Session[] {
  const found: Session[] = [];
  store((place) => {
    for (const name of Object.keys(place).filter((one) => one.startsWith(PREFIX))) {
      const kept = JSON.parse(place.getItem(name) ?? "null") as Session | null;
      if (kept?.version === 2) found.push(kept);
      else place.removeItem(name);
    }
  });
  return found;
}

/** Let a session go. */
export function forget(plan: string): void {
  store((place) => place.removeItem(PREFIX + plan));
}

export type Told = { voice: boolean; tones: boolean; lying_down: boolean };

/** How this device was told to speak, or as the person has set it. */
export function toldHow(usual: Told): Told {
  let found = usual;
  store((place) => {
    found = { ...usual, ...(JSON.parse(place.getItem(TOLD) ?? "{}") as Partial<Told>) };
  });
  return found;
}

/** Remember how this device speaks. */
export function tellHow(told: Told): void {
  store((place) => place.setItem(TOLD, JSON.stringify(told)));
}

function store(use: (place: Storage) => void): void {
  try {
    use(localStorage);
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof SyntaxError)) throw error;
  }
}
