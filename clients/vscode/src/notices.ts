/** What the user is told without asking: a server that cannot be found, or one that keeps ending. */

import { commands, env, window } from "vscode";
import type { ServerState } from "./server";

const INSTALL = "pipx install centaur-copilot";

/** Says what happened and offers what helps. */
export async function notice({ phase, verdict }: ServerState): Promise<void> {
  if (phase === "missing")
    return offer(missing, {
      "Copy Install Command": copyInstall,
      "Open Settings": openSettings,
      Retry: restart,
    });
  if (phase !== "offline" || !verdict?.notify) return;
  const more = verdict.last ? " It is tried ever more rarely from now on, without a further notice." : "";
  const message = `The Centaur server ended; it is started again in ${verdict.waitSeconds} s.${more}`;
  return offer(message, { Restart: restart, "Show Log": showLog });
}

const missing =
  `Centaur's language server was not found. Install it with "${INSTALL}" (Python 3.11 or newer), ` +
  "or name its command in the setting centaur.server.command.";

async function offer(message: string, actions: Record<string, () => Thenable<unknown>>): Promise<void> {
  const chosen = await window.showWarningMessage(message, ...Object.keys(actions));
  if (chosen) await actions[chosen]?.();
}

const restart = () => commands.executeCommand("centaur.restart");
const showLog = () => commands.executeCommand("centaur.showLog");
const openSettings = () => commands.executeCommand("workbench.action.openSettings", "centaur.server.command");
const copyInstall = () => env.clipboard.writeText(INSTALL);
