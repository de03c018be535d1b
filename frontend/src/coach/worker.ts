// The detector itself: MediaPipe's pose landmarker, on the processor. Pictures that come in go no further.
import { PoseLandmarker } from "@mediapipe/tasks-vision";
import type { Asked, Parts, Told } from "./detector";

declare const self: DedicatedWorkerGlobalScope;

const LOOK = { width: 32, height: 24 };
const small = new OffscreenCanvas(LOOK.width, LOOK.height).getContext("2d", { willReadFrequently: true })!;
let landmarker: PoseLandmarker | undefined;

const tell = (told: Told) => self.postMessage(told);

self.onmessage = async (event: MessageEvent<Asked>) => {
  const asked = event.data;
  try {
    if (asked.do === "load") await load(asked.parts);
    else find(asked.bitmap, asked.at);
  } catch (error) {
    tell({ told: "failed", why: String(error) });
  }
};

async function load(parts: Parts): Promise<void> {
  const model = await fetched(parts.model, (share) => tell({ told: "loading", share }));
  landmarker = await PoseLandmarker.createFromOptions(
    { wasmLoaderPath: parts.script, wasmBinaryPath: parts.wasm },
    { baseOptions: { modelAssetBuffer: model, delegate: "CPU" }, runningMode: "VIDEO", numPoses: 1 },
  );
  tell({ told: "ready" });
}

/** A file, with the share of it that is here. */
async function fetched(address: string, progress: (share: number) => void): Promise<Uint8Array> {
  const answer = await fetch(address);
  if (!answer.ok || !answer.body) throw new Error(`${answer.status}`);
  const whole = Number(answer.headers.get("Content-Length"));
  const parts: Uint8Array[] = [];
  let here = 0;
  for (const reader = answer.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    here += value.length;
    if (whole) progress(Math.min(1, here / whole));
  }
  const out = new Uint8Array(here);
  parts.reduce((at, part) => (out.set(part, at), at + part.length), 0);
  return out;
}

function find(bitmap: ImageBitmap, at: number): void {
  const aspect = bitmap.width / bitmap.height;
  const light = brightness(bitmap);
  const found = landmarker!.detectForVideo(bitmap, at);
  bitmap.close();
  const [image, world] = [found.landmarks[0], found.worldLandmarks[0]];
  const marks = image && world ? {
    image: Float32Array.from(image.flatMap(({ x, y }) => [x, y])),
    seen: Float32Array.from(image.map(({ visibility }) => visibility)),
    world: Float32Array.from(world.flatMap(({ x, y, z }) => [x, y, z])),
  } : null;
  tell({ told: "found", at, aspect, light, marks });
}

/** Mean brightness of a picture, 0 to 1. */
function brightness(bitmap: ImageBitmap): number {
  small.drawImage(bitmap, 0, 0, LOOK.width, LOOK.height);
  const { data } = small.getImageData(0, 0, LOOK.width, LOOK.height);
  let sum = 0;
  for (let n = 0; n < data.length; n += 4) sum += 0.2126 * data[n]! + 0.7152 * data[n + 1]! + 0.0722 * data[n + 2]!;
  return sum / (255 * LOOK.width * LOOK.height);
}
