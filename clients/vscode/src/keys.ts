/** The keys: wrappers around the editor's own commands that tell what the editor does not. */

import { commands, Disposable } from "vscode";
import type { SuggestionOnShow } from "./inline";

/** Registers the wrappers. Tab stays the editor's own: an accepted item runs its command by itself. */
export function registerKeys(onShow: SuggestionOnShow): Disposable {
  return Disposable.from(
    commands.registerCommand("centaur.dismiss", () => onShow.dismiss()),
    commands.registerCommand("centaur.acceptWord", () =>
      onShow.acceptPart("editor.action.inlineSuggest.acceptNextWord"),
    ),
    commands.registerCommand("centaur.acceptLine", () =>
      onShow.acceptPart("editor.action.inlineSuggest.acceptNextLine"),
    ),
    commands.registerCommand("centaur.trigger", () =>
      commands.executeCommand("editor.action.inlineSuggest.trigger"),
    ),
  );
}
