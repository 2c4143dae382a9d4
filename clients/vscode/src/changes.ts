/** Why a document changed, where the protocol does not say it. */

import {
  type Disposable,
  languages,
  type TextDocumentChangeEvent,
  TextDocumentChangeReason,
  workspace,
} from "vscode";
import { DOCUMENTS } from "./client";
import type { Server } from "./server";

/** Tells the server the reason of a change, just before the change of that version itself. */
export function tellReasons(server: Server): Disposable {
  return workspace.onDidChangeTextDocument((event) => {
    const { document } = event;
    const reason = reasonOf(event);
    if (!reason || languages.match(DOCUMENTS, document) === 0) return;
    const textDocument = { uri: document.uri.toString() };
    server.notify("centaur/didChangeReason", { textDocument, version: document.version, reason });
  });
}

function reasonOf({ document, contentChanges, reason }: TextDocumentChangeEvent): string | undefined {
  if (contentChanges.length === 0) return undefined;
  if (reason === TextDocumentChangeReason.Undo) return "undo";
  if (reason === TextDocumentChangeReason.Redo) return "redo";
  // A file that is clean after a change was read from disk; of a cell the editor never says that it is not clean.
  return document.isDirty || document.uri.scheme !== "file" ? undefined : "reload";
}
