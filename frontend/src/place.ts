/** The browser's place for small things; `null` where it allows none, or where what stands there cannot be read. */
export function place<T>(use: (storage: Storage) => T): T | null {
  return allowed(() => use(localStorage));
}

/** The same, for as long as this tab is open. */
export function fleeting<T>(use: (storage: Storage) => T): T | null {
  return allowed(() => use(sessionStorage));
}

function allowed<T>(use: () => T): T | null {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof SyntaxError || error instanceof TypeError)) throw error;
    return null;
  }
}
