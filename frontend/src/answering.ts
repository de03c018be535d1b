// How a request for a page is answered: from the network; from what was kept when the network is late, away or busy.
// A browser that is clearing its storage may not answer for a long time: nothing waits for it longer than for a network.

/** What there is to answer with. `late` settles when a person should wait no longer. */
export interface Means {
  fresh: Promise<Response>;
  kept: () => Promise<Response | undefined>;
  late: () => Promise<undefined>;
}

const BUSY = [502, 503, 504];

/** The answer; nothing when there is neither a network nor a kept page. Throws what is not a lack of network. */
export async function answered({ fresh, kept, late }: Means): Promise<{ answer: Response; kept: boolean } | undefined> {
  const soon = await Promise.race([reached(fresh), late()]);
  if (soon && !BUSY.includes(soon.status)) return { answer: soon, kept: false };
  const found = await Promise.race([kept(), late()]);
  if (found) return { answer: found, kept: true };
  const answer = soon ?? (await reached(fresh));
  return answer && { answer, kept: false };
}

async function reached(fresh: Promise<Response>): Promise<Response | undefined> {
  try {
    return await fresh;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
