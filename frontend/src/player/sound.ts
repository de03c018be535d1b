// Voice and tones. Neither is ever needed; both are silent where the browser has none.

/** Speaks in the page's language. What matters cuts in; a mere count is dropped while something is being said. */
export class Voice {
  on = false;

  constructor(private readonly language: string) {}

  /** Say something that matters, in place of what is being said. */
  say(text: string): void {
    this.hush();
    this.speak(text);
  }

  /** Say it only if it does not have to wait. */
  count(text: string): void {
    if (this.on && "speechSynthesis" in window && !speechSynthesis.speaking) this.speak(text);
  }

  /** Stop speaking. */
  hush(): void {
    if ("speechSynthesis" in window) speechSynthesis.cancel();
  }

  private speak(text: string): void {
    if (!this.on || !text || !("speechSynthesis" in window)) return;
    const spoken = new SpeechSynthesisUtterance(text);
    spoken.lang = this.language;
    spoken.rate = 0.95;
    speechSynthesis.speak(spoken);
  }
}

/** Low: get ready. High: go. Soft: hold is over. Double: done. */
const TONES = { ready: [[330, 0]], go: [[660, 0]], soft: [[440, 0]], done: [[523, 0], [659, 0.18]] } as const;

/** Short soft tones. */
export class Tones {
  on = false;
  private context: AudioContext | null = null;

  /** Browsers let sound begin only with a touch: call this from one. */
  wake(): void {
    if (!this.on || typeof AudioContext === "undefined") return;
    this.context ??= new AudioContext();
    void this.context.resume();
  }

  /** Play one. */
  play(name: keyof typeof TONES): void {
    if (!this.on || !this.context || this.context.state !== "running") return;
    for (const [pitch, after] of TONES[name]) this.tone(this.context, pitch, after);
  }

  private tone(context: AudioContext, pitch: number, after: number): void {
    const start = context.currentTime + after;
    const source = context.createOscillator();
    const volume = context.createGain();
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.18, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.35);
    source.connect(volume).connect(context.destination);
    source.start(start);
    source.stop(start + 0.4);
  }
}
