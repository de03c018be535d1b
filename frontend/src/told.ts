// What a person tells: an event as the server takes it, with its id and its time made on this device.

/** An event of a chart; `id` makes sending it twice the same as sending it once. */
export interface Told {
  id: string;
  type: string;
  at: string;
  [field: string]: unknown;
}

/** An event before it has an id and a time. */
export type Telling = { type: string; id?: string; at?: string; [field: string]: unknown };

/** The event with an id and with the time at which it was told. */
export function told(telling: Telling, now: Date = new Date()): Told {
  return { ...telling, id: telling.id ?? freshId(), at: telling.at ?? localTime(now) };
}

/** A random UUID, also where the page is not a secure context (a phone on the home network). */
export function freshId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** ISO 8601 by the device's own clock with its offset, such as `2026-03-02T08:30:00+01:00`. */
export function localTime(now: Date): string {
  const offset = -now.getTimezoneOffset();
  const local = new Date(now.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const two = (value: number) => String(value).padStart(2, "0");
  const away = Math.abs(offset);
  return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(away / 60))}:${two(away % 60)}`;
}
