// What the device lends: a screen that stays on, keys of headphones, and how this device speaks.
import { place } from "../place";

const TOLD = "birddog-player";

/** Keeps the screen on while it plays; taken again when the page comes back. */
export class WakeLock {
  private lock: WakeLockSentinel | null = null;
  private wanted = false;
  private asking = false;

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

  /** One at a time: it is wanted anew with each picture that is drawn, and each lock that is lost is one held forever. */
  private async ask(): Promise<void> {
    if (this.asking || !("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    this.asking = true;
    try {
      this.lock = await navigator.wakeLock.request("screen");
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // refused: battery low, or not allowed here
    } finally {
      this.asking = false;
    }
    if (!this.wanted) await this.keep(false);
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

/** `volume` 0 to 1 for voice and tones; `wanted` the name of a voice; `keys`: buttons of headphones lead through. */
export type Told = { voice: boolean; tones: boolean; lying_down: boolean; volume: number; wanted: string; keys: boolean };

/** How this device was told to speak, or as the person has set it. */
export function toldHow(preferred: Pick<Told, "voice" | "tones" | "lying_down">): Told {
  const usual: Told = { ...preferred, volume: 1, wanted: "", keys: false };
  let found = usual;
  place((storage) => {
    found = { ...usual, ...(JSON.parse(storage.getItem(TOLD) ?? "{}") as Partial<Told>) };
  });
  return found;
}

/** Remember how this device speaks. */
export function tellHow(told: Told): void {
  place((storage) => storage.setItem(TOLD, JSON.stringify(told)));
}
