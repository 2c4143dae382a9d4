/** The extension: wires the server, the suggestion on show, the keys and the status bar together. */

import {
  commands,
  Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  window,
  workspace,
} from "vscode";
import { catchUp } from "./catchup";
import { tellReasons } from "./changes";
import { Credentials } from "./credentials";
import { Dashboard } from "./dashboard";
import { tellDiagnostics } from "./diagnostics";
import { Explanations } from "./explain";
import { askWhatToRecord } from "./firstrun";
import { SuggestionOnShow } from "./inline";
import { registerKeys } from "./keys";
import { showMenu } from "./menu";
import { notice } from "./notices";
import { pause, resume } from "./pause";
import { purge } from "./purge";
import { Reports } from "./reports";
import { Server, type ServerState } from "./server";
import { chosenSettings, enableLanguage, languageEnabled } from "./settings";
import { Status } from "./status";

let server: Server | undefined;

/** Starts everything; the server comes up behind it. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("Centaur", { log: true });
  const files = workspace.createFileSystemWatcher("**/*");
  const credentials = new Credentials(context);
  const reports = new Reports();
  const onShow = new SuggestionOnShow();
  const explanations = new Explanations(onShow);
  const running = new Server(log, {
    environment: () => credentials.environment(),
    middleware: {
      provideInlineCompletionItems: onShow.provide,
      executeCommand: explanations.executeCommand,
    },
    files,
  });
  server = running;

  context.subscriptions.push(
    log,
    files,
    onShow.tellTo(running),
    explanations.register(running),
    tellReasons(running),
    tellDiagnostics(running),
    catchUp(running),
    registerKeys(onShow),
    reports.register(),
    registerActions({ server: running, credentials, reports, log }),
    new Status().follow(running),
    running.onDidChangeState((state) => void serverChanged(state)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("centaur.server")) void running.restart();
      else if (event.affectsConfiguration("centaur")) {
        running.notify("workspace/didChangeConfiguration", { settings: { centaur: chosenSettings() } });
      }
    }),
  );
  void running.start();
  void askWhatToRecord(context);
}

/** Ends the server, which first makes everything durable. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}

async function serverChanged(state: ServerState): Promise<void> {
  await commands.executeCommand("setContext", "centaur.active", state.phase === "running");
  await notice(state);
}

interface Parts {
  readonly server: Server;
  readonly credentials: Credentials;
  readonly reports: Reports;
  readonly log: LogOutputChannel;
}

function registerActions({ server, credentials, reports, log }: Parts): Disposable {
  const dashboard = new Dashboard();
  const actions: Record<string, () => unknown> = {
    showMenu: () => showMenu(server),
    pause: () => pause(server),
    resume: () => resume(server),
    purge: () => purge(server),
    toggleLanguage,
    setApiKey: async () => (await credentials.ask()) && server.restart(),
    showReport: () => dashboard.show(server),
    showMetrics: () => reports.show(server, "metrics"),
    showStatus: () => reports.show(server, "status"),
    showPaths: () => reports.show(server, "path"),
    showLog: () => log.show(),
    openSettings: () =>
      commands.executeCommand("workbench.action.openSettings", "@ext:centaur.centaur-copilot"),
    restart: () => server.restart(),
  };
  return Disposable.from(
    ...Object.entries(actions).map(([name, action]) => commands.registerCommand(`centaur.${name}`, action)),
  );
}

async function toggleLanguage(): Promise<void> {
  const language = window.activeTextEditor?.document.languageId;
  if (language) await enableLanguage(language, !languageEnabled(language));
}
