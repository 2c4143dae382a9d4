/** Pauses, which hold in every window and for every editor that uses Centaur here. */

import { type QuickPickItem, window } from "vscode";
import { run } from "./commandline";
import type { Server } from "./server";

interface Choice extends QuickPickItem {
  readonly args: readonly string[];
}

const CHOICES: readonly Choice[] = [
  { label: "Suggestions for 5 minutes", args: ["--for", "5m"] },
  { label: "Suggestions for an hour", args: ["--for", "1h"] },
  { label: "Suggestions until I resume", args: [] },
  { label: "Recording for an hour", args: ["--recording", "--for", "1h"] },
  { label: "Recording until I resume", args: ["--recording"] },
];

/** Lets the user choose what to pause and for how long. */
export async function pause(server: Server): Promise<void> {
  const chosen = await window.showQuickPick(CHOICES, { title: "Centaur: Pause" });
  if (chosen) await tell(server, ["pause", ...chosen.args], "pausing");
}

/** Ends every pause. */
export async function resume(server: Server): Promise<void> {
  await tell(server, ["resume"], "resuming");
}

async function tell(server: Server, args: readonly string[], title: string): Promise<void> {
  const printed = await run(server, args, title);
  if (printed && !printed.ok) await window.showErrorMessage(printed.text);
  server.lookSoon();
}
