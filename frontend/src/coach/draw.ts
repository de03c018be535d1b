// The skeleton over the picture.
import type { Marks } from "./wire";

const BONES = [
  [11, 12], [11, 13], [13, 15], [12, 14], [14, 16], [11, 23], [12, 24], [23, 24],
  [23, 25], [25, 27], [27, 31], [24, 26], [26, 28], [28, 32],
] as const;
const LEAST = 0.3;

/** Draw what was found; nothing where nobody was. Faint where the detector is not sure. */
export function draw(canvas: HTMLCanvasElement, marks: Marks | null): void {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const { width, height } = canvas;
  pen.clearRect(0, 0, width, height);
  if (!marks) return;
  pen.lineCap = "round";
  for (const [a, b] of BONES) {
    const sure = Math.min(marks.seen[a]!, marks.seen[b]!);
    if (sure < LEAST) continue;
    pen.globalAlpha = sure;
    for (const [color, wide] of [["#0b1a18", 7], ["#7ff0d8", 4]] as const) {
      pen.strokeStyle = color;
      pen.lineWidth = (wide * width) / 320;
      pen.beginPath();
      pen.moveTo(marks.image[2 * a]! * width, marks.image[2 * a + 1]! * height);
      pen.lineTo(marks.image[2 * b]! * width, marks.image[2 * b + 1]! * height);
      pen.stroke();
    }
  }
  pen.globalAlpha = 1;
}
