/** A pause of five minutes in which nothing is asked. */

import { EventEmitter } from "vscode";

const MINUTES = 5;

/** Whether the user wants quiet; it ends by itself. */
export class Pause {
  private readonly changes = new EventEmitter<boolean>();
  private timer: NodeJS.Timeout | undefined;

  readonly onDidChange = this.changes.event;

  /** Whether nothing is to be asked now. */
  get active(): boolean {
    return this.timer !== undefined;
  }

  /** Begins the pause, or ends it early. */
  toggle(): void {
    if (this.active) return this.end();
    this.timer = setTimeout(() => this.end(), MINUTES * 60_000);
    this.changes.fire(true);
  }

  private end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.changes.fire(false);
  }
}
