// Bundles the pages' scripts and lays the fonts beside them, where Django finds static files.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { bundle } from "./coach/task.mjs";

const OUT = "../src/birddog/web/static/birddog";
const FONT = "node_modules/@fontsource/atkinson-hyperlegible/files";
const VISION = "node_modules/@mediapipe/tasks-vision/wasm/vision_wasm_internal";
const POSE = "node_modules/@mediapipe/pose";
/** The model's bundle is the same whenever it is built. */
const TASK = "c995bd53c62cb18ffd8505840b1a766d45fbd7f93bc95ad89fdc197a2e065b9e";

const common = { bundle: true, target: ["es2022"], logLevel: "warning", legalComments: "none" };

if (process.argv.includes("--tests")) {
  const tests = (await readdir("tests")).filter((name) => name.endsWith(".test.ts"));
  await build({ ...common, entryPoints: tests.map((name) => `tests/${name}`), outdir: "build/tests", platform: "node", format: "esm" });
} else {
  await build({ ...common, entryPoints: ["src/app.ts", "src/player.ts", "src/reminders.ts", "src/sw.ts"], outdir: OUT, format: "esm", minify: true });
  await coach();
  await mkdir(`${OUT}/fonts`, { recursive: true });
  await cp(`${FONT}/../LICENSE`, `${OUT}/fonts/OFL.txt`);
  for (const weight of ["400", "700"])
    await cp(`${FONT}/atkinson-hyperlegible-latin-${weight}-normal.woff2`, `${OUT}/fonts/atkinson-hyperlegible-latin-${weight}-normal.woff2`);
}

/**
 * What the camera coach is made of, loaded when it is opened. Its large files end in .mjs, .wasm and .task, which the
 * server does not compress when it starts: that would take it half a minute.
 */
async function coach() {
  const to = `${OUT}/coach`;
  await mkdir(to, { recursive: true });
  await build({ ...common, entryPoints: ["src/coach/coach.ts"], outdir: to, format: "esm", minify: true });
  await build({ ...common, entryPoints: ["src/coach/worker.ts"], outfile: `${to}/worker.mjs`, format: "iife", minify: true });
  await cp(`${VISION}.js`, `${to}/vision.mjs`);
  await cp(`${VISION}.wasm`, `${to}/vision.wasm`);
  const task = bundle(await readFile(`${POSE}/pose_solution_packed_assets.data`), await readFile(`${POSE}/pose_landmark_full.tflite`));
  const hash = createHash("sha256").update(task).digest("hex");
  if (hash !== TASK) throw new Error(`pose.task is ${hash}, and not ${TASK}`);
  await writeFile(`${to}/pose.task`, task);
}
