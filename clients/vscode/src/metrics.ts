/** The figures of the user's decisions, as the command line prints them. */

import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { promisify } from "node:util";
import { type OutputChannel, ProgressLocation, window } from "vscode";
import type { Server } from "./server";

let channel: OutputChannel | undefined;

/** Opens the report of `centaur metrics` beside the editor. */
export async function showMetrics(server: Server): Promise<void> {
  const command = await server.command();
  if (!command) return;
  const progress = { location: ProgressLocation.Window, title: "Centaur: counting" };
  const report = await window.withProgress(progress, () => run([...command, "metrics"]));
  channel ??= window.createOutputChannel("Centaur Metrics");
  channel.replace(report);
  channel.show(true);
}

/** What the command prints, or why it fails. */
function run([program = "", ...args]: readonly string[]): Promise<string> {
  return promisify(execFile)(program, args, { cwd: homedir(), timeout: 60_000 }).then(
    ({ stdout }) => stdout,
    (error: { stderr?: string; message: string }) => error.stderr?.trim() || error.message,
  );
}
