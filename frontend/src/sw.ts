// The service worker. The server writes `self.birddog` (version and assets) before this script.
import { answered } from "./answering";
import { granted, isOfTheBrowser } from "./granted";
import { marked, missing, treatment } from "./treatment";

interface Shell {
  version: string;
  assets: string[];
}
declare const self: ServiceWorkerGlobalScope & { birddog: Shell };

const SHELL = `birddog-shell-${self.birddog.version}`;
const ALONE = ["/offline/", "/emergency/"];
const PAGES = "birddog-pages-";
const FIGURES = "birddog-figures";
const MOST_FIGURES = 400;
const WHOSE = "birddog-whose";
const PATIENCE_MS = 2500;
const AT_ONCE = 2;
const EXERCISE = ["/session/", "/session.json"];

/** Grows when a person leaves: what was asked for before must not be kept after. */
let generation = 0;
let keeping: Promise<void> | undefined;
let again = false;

self.addEventListener("install", (event) => event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll([...self.birddog.assets, ...ALONE]))));

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("fetch", (event) => {
  const how = treatment(event.request, self.location.origin);
  if (how === "leave") event.waitUntil(forget());
  else if (how === "who") event.waitUntil(become(""));
  else if (how === "fixed") event.respondWith(fixed(event));
  else if (how === "page") event.respondWith(page(event));
});

self.addEventListener("message", (event) => {
  const told = event.data as { whose?: string; keep?: boolean; takeOver?: boolean };
  if (told.whose !== undefined) event.waitUntil(become(told.whose));
  if (told.keep) event.waitUntil(keepAll());
  if (told.takeOver) event.waitUntil(self.skipWaiting());
});

// A reminder comes; a tap on it leads to its page.
self.addEventListener("push", (event) => {
  const { title, body, url } = event.data?.json() as { title: string; body: string; url: string };
  const icon = self.birddog.assets.find((address) => address.includes("/icon-192."));
  event.waitUntil(self.registration.showNotification(title, { body, tag: "birddog", data: url, ...(icon && { icon }) }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(String(event.notification.data)));
});

// The browser changed its address for reminders by itself: the server hears of the new one.
self.addEventListener("pushsubscriptionchange", (event) => {
  const { oldSubscription, newSubscription } = event as PushSubscriptionChange;
  event.waitUntil(granted(() => renewed(oldSubscription, newSubscription)));
});

interface PushSubscriptionChange extends ExtendableEvent {
  oldSubscription?: PushSubscription | null;
  newSubscription?: PushSubscription | null;
}

async function renewed(old?: PushSubscription | null, given?: PushSubscription | null): Promise<void> {
  const fresh = given ?? (old && (await self.registration.pushManager.subscribe(old.options as PushSubscriptionOptionsInit)));
  if (!fresh) return;
  const token = (await self.cookieStore.get("csrftoken"))?.value ?? "";
  await fetch("/push/", { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify(fresh) });
}

async function open(address: string): Promise<void> {
  const url = new URL(address, self.location.origin);
  if (url.origin !== self.location.origin) return;
  const [page] = await self.clients.matchAll({ type: "window" });
  if (page) await (await page.focus()).navigate(url.href);
  else await self.clients.openWindow(url.href);
}

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith("birddog-shell-") && name !== SHELL) await caches.delete(name);
  await self.clients.claim();
}

// ------------------------------------------------------------------------------------------------- answering

async function fixed(event: FetchEvent): Promise<Response> {
  const { url } = event.request;
  const found = await Promise.race([granted(() => caches.match(url)), late()]);
  if (found) return found;
  const since = generation;
  const answer = await fetch(event.request);
  const figure = new URL(url).pathname.startsWith("/figure/");
  if (answer.ok && since === generation) event.waitUntil(put(figure ? FIGURES : SHELL, url, answer.clone()));
  return answer;
}

async function page(event: FetchEvent): Promise<Response> {
  const { url, mode } = event.request;
  const fresh = fetch(event.request);
  event.waitUntil(remember(url, fresh));
  const found = await answered({ fresh, kept: () => granted(() => lookUp(url)), late });
  if (found) return found.kept ? shown(found.answer) : found.answer;
  const offline = mode === "navigate" ? await granted(() => caches.match("/offline/")) : undefined;
  return offline ? shown(offline) : Response.error();
}

/** Keep a page when it comes, however late; nobody waits for that. */
async function remember(url: string, fresh: Promise<Response>): Promise<void> {
  const since = generation;
  const copy = await fresh.then((answer) => answer.clone(), () => undefined);
  const whose = copy?.headers.get("X-Birddog-Person");
  if (!copy?.ok || !whose || since !== generation) return;
  await become(whose);
  await put(PAGES + whose, bare(url), copy);
}

function late(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS));
}

/** The kept page of the person who is here now; what stands alone is anybody's. */
async function lookUp(url: string): Promise<Response | undefined> {
  const whose = await person();
  const own = whose ? await (await caches.open(PAGES + whose)).match(bare(url)) : undefined;
  return own ?? (ALONE.includes(new URL(url).pathname) ? await caches.match(bare(url)) : undefined);
}

async function shown(kept: Response): Promise<Response> {
  if (!kept.headers.get("Content-Type")?.startsWith("text/html")) return kept;
  const headers = new Headers(kept.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(marked(await kept.text()), { status: kept.status, headers });
}

function bare(url: string): string {
  const { origin, pathname, search } = new URL(url, self.location.origin);
  return origin + pathname + search;
}

// ------------------------------------------------------------------------------------------ keeping for later

/** A full disk must not cost the page that is shown: what cannot be kept is not kept. */
async function put(cache: string, url: string, answer: Response): Promise<void> {
  try {
    await (await caches.open(cache)).put(url, answer);
  } catch (error) {
    if (!isOfTheBrowser(error)) throw error;
  }
}

function keepAll(): Promise<void> {
  if (keeping) {
    again = true;
    return keeping;
  }
  keeping = keepOnce().finally(() => {
    keeping = undefined;
    if (again) {
      again = false;
      void keepAll();
    }
  });
  return keeping;
}

/** Fetch all that the server wants kept for days without a network and that is not here yet. */
async function keepOnce(): Promise<void> {
  const since = generation;
  try {
    const answer = await fetch("/offline.json", { cache: "no-store" });
    const whose = answer.headers.get("X-Birddog-Person");
    if (!answer.ok || !whose) return;
    await become(whose);
    const { pages } = (await answer.json()) as { pages: [string, string][] };
    const index = await keptIndex(whose);
    const queue = missing(pages, index);
    // A session that holds no longer is better gone than old, should the network go before the new one has come.
    const cache = await caches.open(PAGES + whose);
    for (const [address] of queue) if (EXERCISE.includes(address)) await cache.delete(bare(address));
    const work = async () => {
      for (let next = queue.shift(); next && since === generation; next = queue.shift())
        if (await keep(next[0], whose)) index[next[0]] = next[1];
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (since !== generation) return;
    await put(PAGES + whose, "/kept-index", new Response(JSON.stringify(index)));
    await prune();
  } catch (error) {
    if (!(isOfTheBrowser(error) || error instanceof SyntaxError)) throw error; // no network, or no place: next time
  }
}

async function keep(address: string, whose: string): Promise<boolean> {
  const since = generation;
  const figure = address.startsWith("/figure/");
  if (figure && (await caches.match(address))) return true;
  const alone = ALONE.includes(address);
  const answer = await fetch(address);
  if (!answer.ok || since !== generation || (!alone && answer.headers.get("X-Birddog-Person") !== whose)) return false;
  // A page that led elsewhere is kept as what it led to; a browser does not take a redirected answer for a page.
  const plain = answer.redirected ? new Response(await answer.blob(), { headers: answer.headers }) : answer;
  await put(figure ? FIGURES : alone ? SHELL : PAGES + whose, bare(address), plain);
  return true;
}

async function keptIndex(whose: string): Promise<Record<string, string>> {
  const found = await (await caches.open(PAGES + whose)).match("/kept-index");
  return found ? ((await found.json()) as Record<string, string>) : {};
}

async function prune(): Promise<void> {
  const figures = await caches.open(FIGURES);
  const all = await figures.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST_FIGURES))) await figures.delete(old);
}

// ------------------------------------------------------------------------------------------------- who is here

async function person(): Promise<string> {
  const found = await (await caches.open(WHOSE)).match("/whose");
  return found ? found.text() : "";
}

/** From now on the pages are this person's; everybody else's go. Empty: it is not known whose. */
async function become(whose: string): Promise<void> {
  if ((await person()) === whose) return;
  if (!whose) generation++;
  await put(WHOSE, "/whose", new Response(whose));
  if (!whose) return;
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== PAGES + whose) await caches.delete(name);
}

/** The person leaves: nothing of theirs stays, and no reminder of theirs comes here. */
async function forget(): Promise<void> {
  generation++;
  await granted(async () => (await self.registration.pushManager.getSubscription())?.unsubscribe());
  for (const name of await caches.keys()) if (!name.startsWith("birddog-shell-")) await caches.delete(name);
}
