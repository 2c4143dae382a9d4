/** A pulse that tells a server which hangs from one that lives. Pure: asking and waiting come in. */

/** What the heartbeat needs of the world. `ping` tells whether an answer came in time. */
export interface Pulse {
  readonly ping: () => Promise<boolean>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly alive: () => boolean;
}

const REST_MS = 10_000;
const MISSES = 2;

/** Resolves when two pings in a row stayed without an answer, or when the server is no longer alive. */
export async function listenForSilence({ ping, wait, alive }: Pulse): Promise<void> {
  for (let misses = 0; misses < MISSES && alive(); ) {
    // After a miss the next ping follows at once, so that a hang is known within 20 seconds.
    if (misses === 0) await wait(REST_MS);
    misses = (await ping()) ? 0 : misses + 1;
  }
}
