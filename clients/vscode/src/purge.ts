/** Forgetting: everything that was recorded is deleted, once the user has said so. */

import { window } from "vscode";
import { run } from "./commandline";
import type { Server } from "./server";

const QUESTION = "Delete everything Centaur has recorded on this machine?";
const DETAIL =
  "All events, texts, cached suggestions and logs are deleted, for every editor. " +
  "Settings and prompts stay. This cannot be undone.";

/** Asks, and deletes. */
export async function purge(server: Server): Promise<void> {
  const options = { modal: true, detail: DETAIL };
  const chosen = await window.showWarningMessage(QUESTION, options, "Delete");
  if (chosen !== "Delete") return;
  const printed = await run(server, ["purge", "--yes", "--json"], "deleting");
  if (!printed) return;
  if (!printed.ok) return void (await window.showErrorMessage(printed.text));
  const { deleted } = JSON.parse(printed.text) as { deleted: readonly string[] };
  await window.showInformationMessage(
    deleted.length > 0 ? "Everything was deleted." : "There was nothing to delete.",
  );
}
