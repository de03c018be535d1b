// Bundles the pages' scripts and lays the fonts beside them, where Django finds static files.
import { cp, mkdir, readdir } from "node:fs/promises";
import { build } from "esbuild";

const OUT = "../src/birddog/web/static/birddog";
const FONT = "node_modules/@fontsource/atkinson-hyperlegible/files";
const common = { bundle: true, target: ["es2022"], logLevel: "warning", legalComments: "none" };

if (process.argv.includes("--tests")) {
  const tests = (await readdir("tests")).filter((name) => name.endsWith(".test.ts"));
  await build({ ...common, entryPoints: tests.map((name) => `tests/${name}`), outdir: "build/tests", platform: "node", format: "esm" });
} else {
  await build({ ...common, entryPoints: ["src/app.ts", "src/player.ts", "src/reminders.ts", "src/sw.ts"], outdir: OUT, format: "esm", minify: true });
  await mkdir(`${OUT}/fonts`, { recursive: true });
  await cp(`${FONT}/../LICENSE`, `${OUT}/fonts/OFL.txt`);
  for (const weight of ["400", "700"])
    await cp(`${FONT}/atkinson-hyperlegible-latin-${weight}-normal.woff2`, `${OUT}/fonts/atkinson-hyperlegible-latin-${weight}-normal.woff2`);
}
