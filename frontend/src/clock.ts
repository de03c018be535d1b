/** A time of day as the language of the page writes it; the server's pages write it the same way. */
export function clock(at: Date, language: string): string {
  return at.toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" }).replaceAll("\u202f", " ");
}
