// Voice and tones. Neither is ever needed; both are silent where the browser has none, and the page says so.
import { granted } from "../granted";

/** How long a text takes at most to be spoken, in milliseconds; an utterance that does not end by then is given up. */
const longest = (text: string, rate: number) => (2000 + 130 * text.length) / rate;

/** Sentences, each with the mark that ends it; a voice that stumbles over one still says the next. */
export function sentences(text: string): string[] {
  return (text.match(/[^.!?]+(?:[.!?]+|$)/g) ?? []).map((one) => one.trim()).filter(Boolean);
}

/** Speaks in the page's language: instructions whole, one sentence after the other; counts only while nothing else is said. */
export class Voice {
  on = false;
  volume = 1;
  /** The voice that was chosen on this device, by its name. */
  wanted = "";
  private waiting: string[] = [];
  private current: object | null = null;
  private timer = 0;

  constructor(
    private readonly language: string,
    private readonly shown: (text: string) => void = () => undefined,
    private readonly rate = 0.95,
  ) {}

  /** The voices of this device for the page's language. */
  voices(): SpeechSynthesisVoice[] {
    if (!("speechSynthesis" in window)) return [];
    return speechSynthesis.getVoices().filter((one) => one.lang.toLowerCase().startsWith(this.language.toLowerCase()));
  }

  /** Whether an instruction is still being said, which work waits for. Never where no voice could say it. */
  get busy(): boolean {
    return this.on && this.voices().length > 0 && (this.current !== null || this.waiting.length > 0);
  }

  /** Say an instruction, after those that are being said. Without a voice it is shown, for as long as it takes to read. */
  say(text: string): void {
    if (!text) return;
    this.waiting.push(...sentences(text));
    if (!this.current) this.next();
  }

  /** Say it only if it does not have to wait. */
  count(text: string): void {
    if (!this.on || !text || this.current || this.waiting.length || !("speechSynthesis" in window) || speechSynthesis.speaking) return;
    this.shown(text);
    speechSynthesis.speak(this.utterance(text));
  }

  /** Stop speaking, and forget what was to be said. */
  hush(): void {
    this.waiting = [];
    this.current = null;
    clearTimeout(this.timer);
    this.shown("");
    if ("speechSynthesis" in window) speechSynthesis.cancel();
  }

  private next(): void {
    const text = this.waiting.shift();
    clearTimeout(this.timer);
    this.current = null;
    if (text === undefined) return this.shown("");
    this.shown(text);
    if (!this.on || !("speechSynthesis" in window)) {
      this.current = { text };
      this.timer = window.setTimeout(() => this.next(), longest(text, this.rate) / 2);
      return;
    }
    const spoken = this.utterance(text);
    this.current = spoken;
    const over = () => this.current === spoken && this.next();
    spoken.onend = over;
    spoken.onerror = over;
    // Some browsers lose an utterance and never say that it ended.
    this.timer = window.setTimeout(() => {
      if (this.current !== spoken) return;
      speechSynthesis.cancel();
      this.next();
    }, longest(text, this.rate));
    speechSynthesis.speak(spoken);
  }

  private utterance(text: string): SpeechSynthesisUtterance {
    const spoken = new SpeechSynthesisUtterance(text);
    spoken.lang = this.language;
    spoken.rate = this.rate;
    spoken.volume = this.volume;
    const voice = this.voices().find((one) => one.name === this.wanted);
    if (voice) spoken.voice = voice;
    return spoken;
  }
}

/** Low: get ready. High: go. Soft: hold is over. Double: done. */
const TONES = { ready: [[330, 0]], go: [[660, 0]], soft: [[440, 0]], done: [[523, 0], [659, 0.18]] } as const;
const LOUDEST = 0.36;

/** Short soft tones. */
export class Tones {
  on = false;
  volume = 0.5;
  private context: AudioContext | null = null;

  /** Browsers let sound begin only with a touch: call this from one. */
  wake(): void {
    if (!this.on || typeof AudioContext === "undefined") return;
    void granted(async () => (this.context ??= new AudioContext()).resume());
  }

  /** Play one. */
  play(name: keyof typeof TONES): void {
    if (!this.on || this.volume <= 0 || !this.context || this.context.state !== "running") return;
    for (const [pitch, after] of TONES[name]) this.tone(this.context, pitch, after);
  }

  private tone(context: AudioContext, pitch: number, after: number): void {
    const start = context.currentTime + after;
    const source = context.createOscillator();
    const volume = context.createGain();
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(LOUDEST * this.volume, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.35);
    source.connect(volume).connect(context.destination);
    source.start(start);
    source.stop(start + 0.4);
  }
}
