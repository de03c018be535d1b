// The camera coach, loaded when it is opened: camera, detector, and the way to the server, as one thing.
import { Camera, type Facing } from "./camera";
import { Detector, type Parts } from "./detector";
import { draw } from "./draw";
import { type Heard, Link } from "./link";
import type { Picture } from "./wire";

/** Why there is no coach (any more): words of the page. */
export type Trouble = "no-camera" | "denied" | "no-model" | "no-connection" | "not-today" | "elsewhere" | "stopped";

export interface Hooks {
  video: HTMLVideoElement;
  canvas: HTMLCanvasElement;
  language: string;
  heard(message: Heard): void;
  /** `over`: the camera is off. Else the session on the server ended and the camera goes on. */
  trouble(what: Trouble, over: boolean): void;
  loading(share: number): void;
}

const TRIES = 3;
const AGAIN_MS = 3000;

/** A coach that runs until it is stopped. */
export class Coach {
  private readonly camera: Camera;
  private readonly detector: Detector;
  private link: Link | null = null;
  private exercise = "";
  /** How many people are in view, once the person has said it: the detector finds one of them and cannot count. */
  people: number | undefined;
  private tries = 0;
  private timer = 0;
  private over = false;
  private looking = false;
  private shown = -1;

  constructor(parts: Parts, private readonly hooks: Hooks) {
    this.camera = new Camera(hooks.video);
    this.detector = new Detector(parts, (picture) => this.found(picture), hooks.loading, () => void this.give("no-model"));
    addEventListener("pagehide", this.leave);
    document.addEventListener("visibilitychange", this.hidden);
  }

  /** Ask for the camera, then bring the model in. `false`: it could not be, and the page was told why. */
  async start(facing: Facing): Promise<boolean> {
    try {
      await this.camera.start(facing, this.leave);
    } catch (error) {
      const denied = error instanceof DOMException && ["NotAllowedError", "SecurityError"].includes(error.name);
      return this.give(denied ? "denied" : "no-camera");
    }
    try {
      await this.detector.load();
    } catch {
      return this.give("no-model");
    }
    if (this.over) return false;
    this.look();
    return true;
  }

  /** The other camera. */
  async turn(facing: Facing): Promise<void> {
    await this.camera.start(facing, this.leave).catch(() => this.give("no-camera"));
  }

  /** Follow an exercise from now on: a new count begins. */
  follow(exercise: string): void {
    this.exercise = exercise;
    this.tries = 0;
    this.connect();
  }

  /** Turn the camera off and end it all. */
  stop(): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    this.link?.close();
    this.camera.stop();
    this.detector.close();
    draw(this.hooks.canvas, null);
    removeEventListener("pagehide", this.leave);
    document.removeEventListener("visibilitychange", this.hidden);
  }

  private readonly leave = (): void => void this.give("stopped");

  private readonly hidden = (): void => {
    if (document.visibilityState === "hidden") this.leave();
  };

  private give(why: Trouble): false {
    if (!this.over) {
      this.stop();
      this.hooks.trouble(why, true);
    }
    return false;
  }

  private connect(): void {
    clearTimeout(this.timer);
    this.link?.close();
    if (this.over || !this.exercise) return;
    this.link = new Link(this.exercise, this.hooks.language, (message) => {
      this.tries = 0;
      this.hooks.heard(message);
    }, (code, again) => this.gone(code, again));
  }

  private gone(code: number, again: boolean): void {
    this.link = null;
    if (this.over) return;
    this.hooks.trouble(code === 4403 ? "not-today" : code === 4409 ? "elsewhere" : "no-connection", false);
    if (again && ++this.tries <= TRIES) this.timer = window.setTimeout(() => this.connect(), AGAIN_MS * this.tries);
  }

  /** Take the next picture when the detector is free: as fast as this device can, and not faster than its screen. */
  private readonly look = (): void => {
    if (this.over) return;
    requestAnimationFrame(this.look);
    const { video } = this.hooks;
    if (this.looking || !this.camera.on || video.readyState < 2 || video.currentTime === this.shown) return;
    this.looking = true;
    this.shown = video.currentTime;
    const at = performance.now();
    createImageBitmap(video).then((bitmap) => (this.over ? bitmap.close() : this.detector.find(bitmap, at)), () => (this.looking = false));
  };

  private found(picture: Picture): void {
    this.looking = false;
    if (this.over) return;
    const { canvas, video } = this.hooks;
    if (canvas.width !== video.videoWidth) Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
    draw(canvas, picture.marks);
    this.link?.send({ ...picture, people: this.people });
  }
}
