// The pose landmarker's bundle: a zip, stored, of two TFLite models with the metadata that MediaPipe's tasks ask for.
import * as flat from "flatbuffers";

const SHIFT = 16; // what a model's buffers are aligned to
const METADATA = "TFLITE_METADATA";
const BUFFERS = 4, METADATA_LIST = 6, FIELDS = 7;

/** TFLite metadata (schema of tflite-support, "M001") of a model with one image as input: pixel x becomes (x - mean) / std. */
function metadata(mean, std) {
  const made = new flat.Builder(512);
  const floats = (values) => (made.startVector(4, values.length, 4), values.forEach((x) => made.addFloat32(x)), made.endVector());
  const tables = (values) => (made.startVector(4, values.length, 4), values.forEach((x) => made.addOffset(x)), made.endVector());
  const table = (size, fill) => (made.startObject(size), fill(), made.endObject());
  const [means, stds] = [floats([mean]), floats([std])];
  const normalization = table(2, () => (made.addFieldOffset(0, means, 0), made.addFieldOffset(1, stds, 0)));
  const unit = table(2, () => (made.addFieldInt8(0, 1, 0), made.addFieldOffset(1, normalization, 0))); // NormalizationOptions
  const image = table(2, () => made.addFieldInt8(0, 1, 0)); // RGB
  const content = table(3, () => (made.addFieldInt8(0, 2, 0), made.addFieldOffset(1, image, 0))); // ImageProperties
  const units = tables([unit]);
  const input = table(7, () => (made.addFieldOffset(3, content, 0), made.addFieldOffset(4, units, 0)));
  const inputs = tables([input]);
  const subgraph = table(5, () => made.addFieldOffset(2, inputs, 0));
  const subgraphs = tables([subgraph]);
  made.finish(table(8, () => made.addFieldOffset(3, subgraphs, 0)), "M001");
  return made.asUint8Array();
}

/** The model with metadata. Offsets point forward only, so what is new stands before the whole old file. */
function withMetadata(model, meta) {
  const old = new DataView(model.buffer, model.byteOffset, model.byteLength);
  const root = old.getUint32(0, true);
  const vtable = root - old.getInt32(root, true);
  const count = (old.getUint16(vtable, true) - 4) / 2;
  const field = (n) => (n < count && old.getUint16(vtable + 4 + 2 * n, true) ? root + old.getUint16(vtable + 4 + 2 * n, true) : 0);
  const follow = (at) => at + old.getUint32(at, true);
  const list = (n) => {
    const at = field(n) ? follow(field(n)) : 0;
    return at ? Array.from({ length: old.getUint32(at, true) }, (_, i) => follow(at + 4 + 4 * i)) : [];
  };
  const [buffers, entries] = [list(BUFFERS), list(METADATA_LIST)];
  const parts = [];
  let length = 0;
  const place = (bytes, align = 4) => {
    length += (align - (length % align)) % align;
    parts.push([length, bytes]);
    length += bytes.length;
    return parts.at(-1)[0];
  };
  // header, vtable and table of the model, lists, then the new entry and the new buffer; filled in when all is placed
  place(new Uint8Array(8));
  const newVtable = place(new Uint8Array(4 + 2 * FIELDS + 2));
  const newRoot = place(new Uint8Array(4 + 4 * FIELDS));
  const newBuffers = place(new Uint8Array(4 + 4 * (buffers.length + 1)));
  const newEntries = place(new Uint8Array(4 + 4 * (entries.length + 1)));
  const smallVtable = place(new Uint8Array(8)); // of a table with two fields, at 4 and 8
  const entry = place(new Uint8Array(12));
  const bufferVtable = place(new Uint8Array(8)); // of a table with one field, at 4
  const buffer = place(new Uint8Array(8));
  const name = place(new Uint8Array([METADATA.length, 0, 0, 0, ...new TextEncoder().encode(METADATA), 0]));
  length += (SHIFT - ((length + 4) % SHIFT)) % SHIFT;
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, meta.length, true);
  const data = place(size);
  place(meta, 1);
  length += (SHIFT - (length % SHIFT)) % SHIFT;
  const out = new Uint8Array(length + model.length);
  for (const [at, bytes] of parts) out.set(bytes, at);
  out.set(model, length);
  const to = new DataView(out.buffer);
  const point = (at, target) => to.setUint32(at, target - at, true);
  point(0, newRoot);
  out.set(model.subarray(4, 8), 4); // "TFL3"
  to.setUint16(newVtable, 4 + 2 * FIELDS, true);
  to.setUint16(newVtable + 2, 4 + 4 * FIELDS, true);
  to.setInt32(newRoot, newRoot - newVtable, true);
  for (let n = 0; n < FIELDS; n++) {
    const at = newRoot + 4 + 4 * n;
    if (n === BUFFERS) point(at, newBuffers);
    else if (n === METADATA_LIST) point(at, newEntries);
    else if (field(n)) n === 0 ? to.setUint32(at, old.getUint32(field(n), true), true) : point(at, length + follow(field(n)));
    if (n === BUFFERS || n === METADATA_LIST || field(n)) to.setUint16(newVtable + 4 + 2 * n, 4 + 4 * n, true);
  }
  const fill = (at, rows, fresh) => {
    to.setUint32(at, rows.length + 1, true);
    [...rows.map((row) => length + row), fresh].forEach((row, i) => point(at + 4 + 4 * i, row));
  };
  fill(newBuffers, buffers, buffer);
  fill(newEntries, entries, entry);
  [8, 12, 4, 8].forEach((x, i) => to.setUint16(smallVtable + 2 * i, x, true));
  to.setInt32(entry, entry - smallVtable, true);
  point(entry + 4, name);
  to.setUint32(entry + 8, buffers.length, true);
  [6, 8, 4].forEach((x, i) => to.setUint16(bufferVtable + 2 * i, x, true));
  to.setInt32(buffer, buffer - bufferVtable, true);
  point(buffer + 4, data);
  return out;
}

const TABLE = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc = (bytes) => ~bytes.reduce((sum, byte) => TABLE[(sum ^ byte) & 255] ^ (sum >>> 8), -1) >>> 0;

/** A zip whose files are stored as they are, each at a multiple of 4, without a date. */
function zip(files) {
  const chunks = [], index = [];
  let at = 0;
  const add = (bytes) => (chunks.push(bytes), (at += bytes.length));
  for (const [name, bytes] of files) {
    const head = Buffer.alloc(30), text = Buffer.from(name);
    const extra = Buffer.alloc((4 - ((at + 30 + text.length) % 4)) % 4 + 4); // an empty field, of the length that aligns
    extra.writeUInt16LE(0xd935, 0);
    extra.writeUInt16LE(extra.length - 4, 2);
    [[0x04034b50, 0], [20, 4], [0, 6], [0, 8], [0, 10], [33, 12]].forEach(([x, o], i) => (i ? head.writeUInt16LE(x, o) : head.writeUInt32LE(x, o)));
    head.writeUInt32LE(crc(bytes), 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt32LE(bytes.length, 22);
    head.writeUInt16LE(text.length, 26);
    head.writeUInt16LE(extra.length, 28);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    head.copy(central, 6, 4, 28);
    central.writeUInt32LE(at, 42);
    index.push(Buffer.concat([central, text]));
    [head, text, extra, bytes].forEach(add);
  }
  const start = at;
  index.forEach(add);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(at - start, 12);
  end.writeUInt32LE(start, 16);
  add(end);
  return Buffer.concat(chunks);
}

/** The bundle, from the models of the npm package `@mediapipe/pose`. */
export function bundle(detector, landmarks) {
  return zip([
    ["pose_detector.tflite", withMetadata(detector, metadata(127.5, 127.5))],
    ["pose_landmarks_detector.tflite", withMetadata(landmarks, metadata(0, 255))],
  ]);
}
