/** The browser's place for small things; `null` where it allows none, or where what stands there cannot be read. */
export function place<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(localStorage);
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof SyntaxError || error instanceof TypeError)) throw error;
    return null;
  }
}
