// The way to the server: frames out, what the coach sees back. One socket for each exercise.
import { type Picture, pack } from "./wire";

/** What may enter the chart; see the event `coach`. */
export interface Seen {
  exercise: string;
  reps: number | null;
  [field: string]: unknown;
}

/** A message of the server; see docs/coach-socket.md. */
export interface Heard {
  state: string;
  reason: string;
  count: number;
  hold: number;
  way: number;
  view?: string;
  can_count?: boolean;
  say?: string;
  hint?: string;
  seen?: Seen;
}

const BEHIND = 4000;
/** Codes after which another try would end the same way. */
const FOR_GOOD = [4400, 4401, 4403, 4409];

/** Leads one socket; `gone` hears that it ended by itself, and whether another try is worth it. */
export class Link {
  private readonly socket: WebSocket;
  private last = -1;
  /** The server says when it is ready to look. */
  private ready = false;

  constructor(exercise: string, language: string, heard: (message: Heard) => void, gone: (code: number, again: boolean) => void) {
    const address = new URL(`/coach/?exercise=${encodeURIComponent(exercise)}&language=${encodeURIComponent(language)}`, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(address);
    this.socket.onmessage = (event) => {
      this.ready = true;
      heard(JSON.parse(String(event.data)) as Heard);
    };
    this.socket.onclose = (event) => gone(event.code, !FOR_GOOD.includes(event.code));
  }

  /** Send a picture's landmarks; not while the ones before still wait, and never one that is not newer. */
  send(picture: Picture): void {
    const at = Math.round(picture.at);
    if (!this.ready || this.socket.readyState !== WebSocket.OPEN || this.socket.bufferedAmount > BEHIND || at <= this.last) return;
    this.last = at;
    this.socket.send(pack(picture));
  }

  /** End it. */
  close(): void {
    this.socket.onclose = this.socket.onmessage = null;
    this.socket.close();
  }
}
