/** Typing before the server is there: the editor would ask only at the next key. */

import { commands, Disposable, type TextDocument, window, workspace } from "vscode";
import type { Server } from "./server";

/** Asks once the server runs, if something was typed in the active editor meanwhile. */
export function catchUp(server: Server): Disposable {
  let typedIn: TextDocument | undefined;
  return Disposable.from(
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (!server.running && contentChanges.length > 0) typedIn = document;
    }),
    server.onDidChangeState(({ phase }) => {
      if (phase !== "running") return;
      const waiting = typedIn !== undefined && window.activeTextEditor?.document === typedIn;
      typedIn = undefined;
      if (waiting) void commands.executeCommand("editor.action.inlineSuggest.trigger");
    }),
  );
}
