/** The question of the first run: what may be recorded. It is asked once and never again. */

import { type ExtensionContext, window } from "vscode";
import { chooseLevel, chosenLevel } from "./settings";

const ASKED = "askedWhatToRecord";
const QUESTION =
  "Centaur can record what becomes of its suggestions, on this machine only. " +
  "Numbers only: times, lengths and ids, no code and no file names; this is so until you choose. " +
  "Also text: besides, what was asked, suggested and written instead, without secrets, for 30 days. " +
  "Off: nothing. You can change it in the settings at any time.";
const LEVELS: Readonly<Record<string, string>> = {
  "Numbers only": "numbers",
  "Also text": "full",
  Off: "off",
};

/** Asks, unless the user was asked before or has set the level already. */
export async function askWhatToRecord({ globalState }: ExtensionContext): Promise<void> {
  if (globalState.get(ASKED) || chosenLevel() !== undefined) return;
  await globalState.update(ASKED, true);
  const chosen = await window.showInformationMessage(QUESTION, ...Object.keys(LEVELS));
  const level = chosen && LEVELS[chosen];
  if (level) await chooseLevel(level);
}
