/** The figures of the user's decisions, as the command line prints them. */

import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { promisify } from "node:util";
import { type OutputChannel, window } from "vscode";
import type { Server } from "./server";

let channel: OutputChannel | undefined;

/** Opens the report of `centaur metrics` beside the editor. */
export async function showMetrics(server: Server): Promise<void> {
  const command = await server.command();
  if (!command) return;
  const [program = "", ...args] = command;
  const report = await promisify(execFile)(program, [...args, "metrics"], {
    cwd: homedir(),
    timeout: 60_000,
  }).then(
    ({ stdout }) => stdout,
    (error: { stderr?: string; message: string }) => error.stderr?.trim() || error.message,
  );
  channel ??= window.createOutputChannel("Centaur Metrics");
  channel.replace(report);
  channel.show(true);
}
