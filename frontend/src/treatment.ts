// How the service worker treats a request. Pure: the worker itself does what it says.

/** What matters about a request. */
export interface Asked {
  method: string;
  url: string;
  mode: string;
  /** `no-store`: the page wants to hear the server itself, not what was kept. */
  cache?: string;
  /** Address of the page that asks; another site's pages cannot name one of ours. */
  referrer?: string;
}

/**
 * `pass`: the worker keeps out of it. `page`: network first, then what was kept. `fixed`: kept for good, its address
 * changes with its content. `leave`: forget this person's pages. `who`: somebody may sign in; show nothing kept until
 * it is known who.
 */
export type Treatment = "pass" | "page" | "fixed" | "leave" | "who";

const NEVER_KEPT = ["/accounts/", "/export/", "/erase/", "/goodbye/", "/sync/", "/push/", "/calendar/", "/log/", "/healthz", "/sw.js", "/offline.json"];

/** The treatment of a request that a page of `origin` makes. */
export function treatment(asked: Asked, origin: string): Treatment {
  const url = new URL(asked.url);
  if (url.origin !== origin) return "pass";
  const path = url.pathname;
  if (asked.method !== "GET") {
    const ours = asked.referrer === undefined || asked.referrer.startsWith(`${origin}/`);
    if (ours && (path === "/erase/" || path.startsWith("/accounts/logout/"))) return "leave";
    return path.startsWith("/accounts/") ? "who" : "pass";
  }
  if (NEVER_KEPT.some((start) => path.startsWith(start)) || asked.cache === "no-store") return "pass";
  if (path.startsWith("/static/") || (path.startsWith("/figure/") && url.searchParams.has("v"))) return "fixed";
  return asked.mode === "navigate" || path.endsWith(".json") ? "page" : "pass";
}

/** Which of the pages on the server's list must be fetched: those that are new or have another version. */
export function missing(wanted: [string, string][], kept: Record<string, string>): [string, string][] {
  return wanted.filter(([address, version]) => kept[address] !== version);
}

/** A kept page, marked as such, so that its script can say how old it is. */
export function marked(html: string): string {
  return html.replace(/<html(?=[\s>])/, '<html data-kept=""');
}
