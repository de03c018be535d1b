/** Whether an error is one of the browser's own: the page is being left, the connection is lost, or it does not allow this. */
export function isOfTheBrowser(error: unknown): boolean {
  return error instanceof DOMException || error instanceof TypeError;
}

/** What the browser is asked for; `undefined` where it gives nothing for a reason of its own. */
export async function granted<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!isOfTheBrowser(error)) throw error;
    return undefined;
  }
}
