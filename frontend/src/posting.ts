// The way to the server: one POST, with the token that Django asks for.
import type { Answer, Receipt } from "./outbox";
import { localTime, type Told } from "./told";

const ADDRESS = "/sync/";
const LONGEST_WAIT_MS = 20_000;

/** Send events; see `Send`. A token that is too old is fetched anew, once. */
export async function post(owner: string, events: Told[]): Promise<Answer> {
  try {
    let answer = await once(owner, events);
    if (answer.status === 403) {
      const fresh = await fetch("/offline/", { cache: "no-store" });
      await fresh.text();
      answer = await once(owner, events);
    }
    return await understood(answer);
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError) return { kind: "unreachable" };
    throw error;
  }
}

function once(owner: string, events: Told[]): Promise<Response> {
  return fetch(ADDRESS, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token(), "X-Birddog-Person": owner },
    body: JSON.stringify({ events, sent: localTime(new Date()) }),
    redirect: "manual",
    signal: AbortSignal.timeout(LONGEST_WAIT_MS),
  });
}

/** What an answer means for what was sent. Refused for good is only what the server itself names. */
export async function understood(answer: Response): Promise<Answer> {
  if (answer.ok) {
    const { receipts } = (await answer.json()) as { receipts: Receipt[] };
    return Array.isArray(receipts) ? { kind: "receipts", receipts } : { kind: "unreachable" };
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) return { kind: "signed-out" };
  if (answer.status === 409) return { kind: "other-person" };
  if (answer.status === 400 || answer.status === 413) {
    const message = await reason(answer);
    // Not in our words: something on the way refused it, and may not tomorrow. Less at once may pass.
    if (message || answer.status === 413) return { kind: "too-much", message };
  }
  return { kind: "unreachable", afterSeconds: Number(answer.headers.get("Retry-After")) || 0 };
}

async function reason(answer: Response): Promise<string> {
  try {
    return ((await answer.json()) as { error?: string }).error ?? "";
  } catch {
    return "";
  }
}

function token(): string {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}
