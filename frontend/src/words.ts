// The words of the pages come from the server, in the person's language.

/** The text `key` of the page, with `{name}` filled in. A word that the page does not have is empty. */
export function word(key: string, values: Record<string, string | number> = {}): string {
  let text = words()[key] ?? "";
  for (const [name, value] of Object.entries(values)) text = text.replaceAll(`{${name}}`, String(value));
  return text;
}

let read: Record<string, string> | undefined;

function words(): Record<string, string> {
  read ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}") as Record<string, string>;
  return read;
}
