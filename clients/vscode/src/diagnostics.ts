/** What other extensions find wrong in the document at hand: the server decides what of it a model may hear. */

import { type Diagnostic, DiagnosticSeverity, Disposable, languages, type TextDocument, window } from "vscode";
import { DOCUMENTS } from "./client";
import type { Server } from "./server";

/** As many as a person would read, and more than a model is told. */
const MOST = 100;

/** Tells the server the errors and warnings of the active document, whenever they or the document change. */
export function tellDiagnostics(server: Server): Disposable {
  const tell = (document: TextDocument | undefined) => {
    if (!document || languages.match(DOCUMENTS, document) === 0) return;
    const diagnostics = languages.getDiagnostics(document.uri).filter(isProblem).slice(0, MOST).map(asProtocol);
    server.notify("centaur/didChangeDiagnostics", { uri: document.uri.toString(), diagnostics });
  };
  return Disposable.from(
    languages.onDidChangeDiagnostics(({ uris }) => {
      const active = window.activeTextEditor?.document;
      if (uris.some((uri) => uri.toString() === active?.uri.toString())) tell(active);
    }),
    window.onDidChangeActiveTextEditor((editor) => tell(editor?.document)),
    server.onDidChangeState(({ phase }) => {
      if (phase === "running") tell(window.activeTextEditor?.document);
    }),
  );
}

function isProblem({ severity }: Diagnostic): boolean {
  return severity <= DiagnosticSeverity.Warning;
}

function asProtocol({ range, severity, message }: Diagnostic): object {
  const [start, end] = [range.start, range.end].map(({ line, character }) => ({ line, character }));
  return { range: { start, end }, severity: severity + 1, message };
}
