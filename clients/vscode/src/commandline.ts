/** Centaur's own command line, run for what the server does not do: reports, pauses, forgetting. */

import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { promisify } from "node:util";
import { ProgressLocation, window } from "vscode";
import type { Server } from "./server";

const LIMIT_MS = 60_000;
const LIMIT_BYTES = 1 << 26;

/** What a command printed, or why it failed. */
export interface Printed {
  readonly ok: boolean;
  readonly text: string;
}

/** Runs a command beside the server; undefined where Centaur was not found. */
export async function run(
  server: Server,
  args: readonly string[],
  title: string,
): Promise<Printed | undefined> {
  const command = await server.command();
  if (!command) return undefined;
  const progress = { location: ProgressLocation.Window, title: `Centaur: ${title}` };
  return window.withProgress(progress, () => execute([...command, ...args]));
}

function execute([program = "", ...args]: readonly string[]): Promise<Printed> {
  const limits = { timeout: LIMIT_MS, maxBuffer: LIMIT_BYTES };
  return promisify(execFile)(program, args, { cwd: homedir(), windowsHide: true, ...limits }).then(
    ({ stdout }) => ({ ok: true, text: stdout }),
    (error: { stderr?: string; message: string }) => ({
      ok: false,
      text: error.stderr?.trim() || error.message,
    }),
  );
}
