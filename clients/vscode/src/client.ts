/** One connection to one server process: it raises no notice, restarts nothing and tells no setting of a workspace. */

import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { FileSystemWatcher, LogOutputChannel } from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  RevealOutputChannelOn,
} from "vscode-languageclient/node";
import { chosenSettings } from "./settings";

/** The documents that are served; text without a file and cells are among them, the editor's own panels are not. */
export const DOCUMENTS = [{ scheme: "file" }, { scheme: "untitled" }, { scheme: "vscode-notebook-cell" }];

/** What a connection is made of. */
export interface Wiring {
  readonly log: LogOutputChannel;
  readonly files: FileSystemWatcher;
  readonly middleware: Middleware;
  readonly spawn: () => Promise<ChildProcess>;
  readonly closed: () => void;
}

/** A client that writes what goes wrong into the log and leaves notices and restarts to its owner. */
export class Client extends LanguageClient {
  constructor({ log, files, middleware, spawn, closed }: Wiring) {
    const options: LanguageClientOptions = {
      documentSelector: DOCUMENTS,
      synchronize: { fileEvents: files },
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      stdioOptions: { stdout: () => undefined, stderr: logLines },
      initializationOptions: () => ({ centaur: chosenSettings() }),
      initializationFailedHandler: () => false,
      middleware: { ...middleware, workspace: { configuration: answerConfiguration } },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          closed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    };
    super("centaur", "Centaur", spawn, options);
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function logLines(input: NodeJS.ReadableStream, log: LogOutputChannel): void {
  createInterface({ input }).on("line", (line) => log.info(line));
}

/** Answers a server that asks for settings, with what the user chose and nothing of the workspace's. */
function answerConfiguration({ items }: { items: { section?: string }[] }): unknown[] {
  return items.map((item) => (item.section === "centaur" ? chosenSettings() : null));
}
