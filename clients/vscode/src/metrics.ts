/** The figures of the user's decisions, as the command line prints them. */

import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { promisify } from "node:util";
import { Disposable, EventEmitter, ProgressLocation, Uri, window, workspace } from "vscode";
import type { Server } from "./server";

const PAGE = Uri.parse("centaur:Centaur Metrics.txt");

/** A read-only page with the report of `centaur metrics`. */
export class MetricsPage {
  private readonly changes = new EventEmitter<Uri>();
  private report = "";

  /** Lets the editor read the page. */
  register(): Disposable {
    return workspace.registerTextDocumentContentProvider(PAGE.scheme, {
      onDidChange: this.changes.event,
      provideTextDocumentContent: () => this.report,
    });
  }

  /** Counts anew and shows the page. */
  async show(server: Server): Promise<void> {
    const command = await server.command();
    if (!command) return;
    const progress = { location: ProgressLocation.Window, title: "Centaur: counting" };
    this.report = await window.withProgress(progress, () => run([...command, "metrics"]));
    this.changes.fire(PAGE);
    await window.showTextDocument(PAGE);
  }
}

/** What the command prints, or why it fails. */
function run([program = "", ...args]: readonly string[]): Promise<string> {
  return promisify(execFile)(program, args, { cwd: homedir(), timeout: 60_000 }).then(
    ({ stdout }) => stdout,
    (error: { stderr?: string; message: string }) => error.stderr?.trim() || error.message,
  );
}
