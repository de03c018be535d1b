// The camera of the device. Its picture goes to the page and to the detector beside it, nowhere else.

const SIZE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } };

export type Facing = "user" | "environment";

/** One camera, shown in `video`. */
export class Camera {
  private stream: MediaStream | null = null;

  constructor(private readonly video: HTMLVideoElement) {}

  /** Turn it on, or the other one in its place. Throws a `DOMException` when it is not allowed or there is none. */
  async start(facing: Facing, lost: () => void): Promise<void> {
    this.stop();
    const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...SIZE, facingMode: facing } });
    this.stop(); // it may have been asked for twice
    this.stream = stream;
    for (const track of stream.getTracks()) track.addEventListener("ended", lost);
    this.video.srcObject = stream;
    await this.video.play();
  }

  /** Whether it runs. */
  get on(): boolean {
    return this.stream !== null;
  }

  /** Turn it off: its light goes out. */
  stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }
}
