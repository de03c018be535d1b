// Finds landmarks in pictures, in a worker of its own so that the page stays quick. The boundary: a picture in, marks out.
import type { Marks, Picture } from "./wire";

/** Addresses of what the detector is made of. */
export interface Parts {
  worker: string;
  script: string;
  wasm: string;
  model: string;
}

export type Asked = { do: "load"; parts: Parts } | { do: "find"; bitmap: ImageBitmap; at: number };
export type Told =
  | { told: "loading"; share: number }
  | { told: "ready" }
  | { told: "failed"; why: string }
  | { told: "found"; at: number; aspect: number; light: number; marks: Marks | null };

/** A detector; `load` first. One picture at a time. */
export class Detector {
  private readonly worker: Worker;
  private ready: { done: () => void; failed: (why: Error) => void } | null = null;

  constructor(
    private readonly parts: Parts,
    private readonly found: (picture: Picture) => void,
    private readonly progress: (share: number) => void,
    private readonly broke: () => void,
  ) {
    this.worker = new Worker(parts.worker);
    this.worker.onmessage = (event: MessageEvent<Told>) => this.hear(event.data);
    this.worker.onerror = (event) => this.hear({ told: "failed", why: event.message || "worker" });
  }

  /** Bring the model in; rejects when it cannot be had or does not run here. */
  load(): Promise<void> {
    return new Promise((done, failed) => {
      this.ready = { done, failed };
      this.ask({ do: "load", parts: this.parts });
    });
  }

  /** Look at a picture of the time `at` in ms. */
  find(bitmap: ImageBitmap, at: number): void {
    this.ask({ do: "find", bitmap, at }, [bitmap]);
  }

  /** End it. */
  close(): void {
    this.worker.terminate();
  }

  private ask(asked: Asked, transfer: Transferable[] = []): void {
    this.worker.postMessage(asked, transfer);
  }

  private hear(told: Told): void {
    const { ready } = this;
    if (told.told === "loading") return this.progress(told.share);
    if (told.told === "found") return this.found(told);
    this.ready = null;
    if (told.told === "ready") ready?.done();
    else if (ready) ready.failed(new Error(told.why));
    else this.broke();
  }
}
