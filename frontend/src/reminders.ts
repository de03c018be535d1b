// The page of reminders: notifications on this device, copying the calendar's address.
import { granted } from "./granted";

interface PushData {
  key: string;
  address: string;
  /** SHA-256 of the endpoints that the server reaches, in hex. */
  known: string[];
  words: Record<"on" | "off" | "denied" | "failed" | "turn_on" | "turn_off" | "copied" | "not_copied", string>;
}

/** The server's public key as the browser wants it: bytes from base64url. */
export function keyBytes(key: string): Uint8Array<ArrayBuffer> {
  const padded = key.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(key.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (character) => character.charCodeAt(0));
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function offerCopy(words: PushData["words"]): void {
  const button = document.querySelector<HTMLButtonElement>("#copy");
  const field = document.querySelector<HTMLInputElement>("#address");
  if (!button || !field || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(field.value).then(
      () => (button.textContent = words.copied),
      () => {
        button.textContent = words.not_copied;
        field.select();
      },
    );
  });
}

async function tell(data: PushData, method: "POST" | "DELETE", body: unknown): Promise<void> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await fetch(data.address, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${data.address} answered ${answer.status}`);
}

async function offerPush(data: PushData): Promise<void> {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const section = document.querySelector<HTMLElement>("#push");
  const state = document.querySelector<HTMLElement>("#push-state");
  const button = document.querySelector<HTMLButtonElement>("#push-button");
  if (!section || !state || !button) return;
  const registration = await navigator.serviceWorker.ready;
  const found = await granted(async () => ({ subscription: await registration.pushManager.getSubscription() }));
  if (!found) return;
  // What the server knows no more it cannot reach: then it is off here, whatever the browser says.
  const reached = found.subscription !== null && data.known.includes(await digest(found.subscription.endpoint));
  let current = reached ? found.subscription : null;
  const show = () => {
    state.textContent = current ? data.words.on : data.words.off;
    button.textContent = current ? data.words.turn_off : data.words.turn_on;
    button.hidden = false;
    if (Notification.permission === "denied") {
      state.textContent = data.words.denied;
      button.hidden = true;
    }
  };
  const turnOff = async (subscription: PushSubscription) => {
    await tell(data, "DELETE", { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
    current = null;
  };
  const turnOn = async () => {
    if ((await Notification.requestPermission()) !== "granted") return;
    await (await registration.pushManager.getSubscription())?.unsubscribe(); // of earlier, or of another key
    current = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(data.key) });
    try {
      await tell(data, "POST", current);
    } catch (error) {
      current = null;
      throw error;
    }
  };
  button.addEventListener("click", () => {
    button.disabled = true;
    (current ? turnOff(current) : turnOn())
      .then(show, () => {
        show();
        state.textContent = data.words.failed;
      })
      .finally(() => (button.disabled = false));
  });
  show();
  section.hidden = false;
}

const source = document.getElementById("push-data")?.textContent;
if (source) {
  const data = JSON.parse(source) as PushData;
  offerCopy(data.words);
  void offerPush(data);
}
