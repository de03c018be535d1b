// The page of reminders: notifications on this device, copying the calendar's address.
import { granted } from "./granted";

interface PushData {
  key: string;
  address: string;
  words: Record<"on" | "off" | "denied" | "failed" | "turn_on" | "turn_off" | "copied" | "not_copied", string>;
}

/** The server's public key as the browser wants it: bytes from base64url. */
export function keyBytes(key: string): Uint8Array<ArrayBuffer> {
  const padded = key.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(key.length / 4) * 4, "=");
  return Uint8Array.from(atob(padded), (character) => character.charCodeAt(0));
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
  let current = found.subscription;
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
    current = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(data.key) });
    await tell(data, "POST", current);
  };
  button.addEventListener("click", () => {
    button.disabled = true;
    (current ? turnOff(current) : turnOn())
      .then(show, () => (state.textContent = data.words.failed))
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
