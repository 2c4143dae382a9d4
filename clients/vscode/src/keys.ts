/** The keys: beside the editor's own commands, these tell what the editor does not. */

import { commands, Disposable } from "vscode";
import type { SuggestionOnShow } from "./inline";

/**
 * Registers what the keybindings run after the editor's own command. The editor acts at once and we hear of it:
 * a wrapper would make the key wait for this process, and fast typing would overtake it. Tab needs none, because
 * an accepted item runs its command by itself.
 */
export function registerKeys(onShow: SuggestionOnShow): Disposable {
  return Disposable.from(
    commands.registerCommand("centaur.dismissed", () => onShow.dismissed()),
    commands.registerCommand("centaur.partAccepted", () => onShow.partAccepted()),
    commands.registerCommand("centaur.trigger", () =>
      commands.executeCommand("editor.action.inlineSuggest.trigger"),
    ),
  );
}
