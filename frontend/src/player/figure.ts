// The moving figure, inside the page so that it stands where the person should be. Fetched once, kept in memory.
import { granted, isOfTheBrowser } from "../granted";
import type { Exercise, Plan } from "./plan";
import { candidates } from "./plan";
import type { Frame } from "./motion";

const texts = new Map<string, Promise<string>>();
const styles = new Map<string, CSSStyleSheet>();

/** Fetch every figure of a session, so that none is missing when the network goes. */
export function prefetch(plan: Plan): void {
  for (const exercise of plan.items.flatMap(candidates)) {
    if (exercise.figure.animated) void granted(() => text(exercise.figure.animated));
    new Image().src = exercise.figure.still;
  }
}

function text(address: string): Promise<string> {
  const kept = texts.get(address);
  if (kept) return kept;
  const coming = fetch(address).then((answer) => {
    if (!answer.ok) throw new TypeError(`${address}: ${answer.status}`);
    return answer.text();
  });
  texts.set(address, coming);
  coming.catch(() => texts.delete(address));
  return coming;
}

/** Shows one figure at a time in `place`, and puts it into the pose of a moment. */
export class Figure {
  private shown = "";
  private svg: SVGSVGElement | null = null;

  constructor(private readonly place: HTMLElement) {}

  /** Show the figure of an exercise; without the network its still picture, if the browser has it. */
  async show(exercise: Exercise): Promise<void> {
    const address = exercise.figure.animated || exercise.figure.still;
    if (this.shown === address) return;
    this.shown = address;
    this.svg = null;
    let drawn: SVGSVGElement | null = null;
    try {
      if (exercise.figure.animated) drawn = inline(await text(address), address);
    } catch (error) {
      if (!isOfTheBrowser(error)) throw error;
    }
    if (this.shown !== address) return;
    this.svg = drawn;
    this.place.replaceChildren(drawn ?? still(exercise));
    drawn?.pauseAnimations();
  }

  /** Put the figure into the pose of a moment. */
  pose(frame: Frame): void {
    this.place.classList.toggle("mirrored", frame.mirrored);
    this.svg?.setCurrentTime(frame.at);
  }
}

function still(exercise: Exercise): HTMLImageElement {
  const image = document.createElement("img");
  image.src = exercise.figure.still;
  image.alt = exercise.figure.alt ?? "";
  return image;
}

/** The drawing without its style element, which the page's policy refuses as soon as it is parsed; its rules are adopted. */
function inline(source: string, address: string): SVGSVGElement {
  const rules: string[] = [];
  const bare = source.replace(/<style>([^<]*)<\/style>/g, (_, rule: string) => (rules.push(rule), ""));
  const parsed = new DOMParser().parseFromString(bare, "image/svg+xml");
  if (!styles.has(address)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules.join("\n"));
    styles.set(address, sheet);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  const drawn = document.importNode(parsed.documentElement, true) as unknown as SVGSVGElement;
  drawn.setAttribute("aria-hidden", "true");
  for (const name of ["role", "aria-label", "aria-labelledby"]) drawn.removeAttribute(name);
  for (const words of drawn.querySelectorAll("title, desc")) words.remove(); // English; the page says it itself
  return drawn;
}
