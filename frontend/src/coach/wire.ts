// A frame as the server takes it: one message of 10 bytes, or 373 with somebody in view. See docs/coach-socket.md.

/** Landmarks of somebody: x, y over the picture 0-1; visibility 0-1; x, y, z in m from the middle of the hips. */
export interface Marks {
  image: ArrayLike<number>;
  seen: ArrayLike<number>;
  world: ArrayLike<number>;
}

/** What the detector found in one picture: time in ms, width / height, mean brightness 0-1, and landmarks of somebody;
 *  and how many people are in view, where the person has said it. */
export interface Picture {
  at: number;
  aspect: number;
  light: number;
  marks: Marks | null;
  people?: number | undefined;
}

const VERSION = 1;
const NOT_COUNTED = 255;
export const LANDMARKS = 33;
const HEAD = 10;
const WHOLE = HEAD + LANDMARKS * 11;

const int16 = (value: number) => Math.max(-32_768, Math.min(32_767, Math.round(value)));
const byte = (value: number, most: number) => Math.round(most * Math.max(0, Math.min(1, value)));

/** The message of a picture. What is no number is nobody: a frame cannot hold one. */
export function pack({ at, aspect, light, marks, people }: Picture): ArrayBuffer {
  const there = marks !== null && [marks.image, marks.seen, marks.world].every((row) => Array.from(row).every(Number.isFinite));
  const message = new DataView(new ArrayBuffer(there ? WHOLE : HEAD));
  message.setUint8(0, VERSION);
  message.setUint8(1, people ?? NOT_COUNTED);
  message.setUint8(2, byte(light, 254));
  message.setUint8(3, Number(there));
  message.setUint32(4, Math.max(0, Math.round(at)), true);
  message.setUint16(8, Math.max(200, Math.min(5000, Math.round(1000 * aspect))), true);
  if (!there) return message.buffer;
  for (let n = 0; n < 2 * LANDMARKS; n++) message.setInt16(HEAD + 2 * n, int16(10_000 * marks.image[n]!), true);
  for (let n = 0; n < LANDMARKS; n++) message.setUint8(HEAD + 4 * LANDMARKS + n, byte(marks.seen[n]!, 255));
  for (let n = 0; n < 3 * LANDMARKS; n++) message.setInt16(HEAD + 5 * LANDMARKS + 2 * n, int16(1000 * marks.world[n]!), true);
  return message.buffer;
}
