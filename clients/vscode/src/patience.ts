/** How long to wait before a server that ended is started again, and whether to say so. Pure: the time comes in. */

/** What to do after one end of the server. */
export interface Verdict {
  readonly waitSeconds: number;
  readonly notify: boolean;
  readonly last: boolean;
}

const STABLE_SECONDS = 60;
const LONGEST_WAIT_SECONDS = 60;
const LAST_NOTICE = 5;

/** Counts the ends that followed each other too soon. One alone is no news: the status bar tells of it. */
export class Patience {
  private ends = 0;

  /** The server ended after this many seconds. */
  ended(livedSeconds: number): Verdict {
    this.ends = livedSeconds >= STABLE_SECONDS ? 1 : this.ends + 1;
    return {
      waitSeconds: Math.min(2 ** (this.ends - 1), LONGEST_WAIT_SECONDS),
      notify: this.ends > 1 && this.ends <= LAST_NOTICE,
      last: this.ends === LAST_NOTICE,
    };
  }

  /** The user asked for a restart: begin anew. */
  reset(): void {
    this.ends = 0;
  }
}
