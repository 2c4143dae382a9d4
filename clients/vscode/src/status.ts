/** The status bar: which engine, which state, and why there is no suggestion. */

import {
  Disposable,
  languages,
  StatusBarAlignment,
  type StatusBarItem,
  ThemeColor,
  window,
  workspace,
} from "vscode";
import { DOCUMENTS } from "./client";
import type { Server, ServerState } from "./server";
import { languageEnabled } from "./settings";

/** What the server says of itself: Copilot's `didChangeStatus`, and the engine that answers first. */
interface Said {
  readonly busy: boolean;
  readonly message: string;
  readonly kind: "Normal" | "Warning" | "Error" | "Inactive";
  readonly engine: string;
  readonly paused: boolean;
}

/** One state as it is drawn. */
interface Look {
  readonly icon: string;
  readonly state: string;
  readonly alarming?: boolean;
}

const QUIET: Said = { busy: false, message: "", kind: "Normal", engine: "", paused: false };

/** The one status bar item. Its label for screen readers is stable: "Centaur: local, ready". */
export class Status {
  private readonly item: StatusBarItem;
  private server: ServerState = { phase: "stopped" };
  private latest = this.server;
  private said = QUIET;

  constructor() {
    this.item = window.createStatusBarItem("centaur.status", StatusBarAlignment.Right, 100);
    this.item.name = "Centaur";
    this.item.command = "centaur.showMenu";
  }

  /** Shows the state of this server from now on. */
  follow(server: Server): Disposable {
    this.draw();
    this.item.show();
    return Disposable.from(
      this.item,
      server.onDidChangeState((state) => void this.serverChanged(server, state)),
      server.onDidChangeStatus((said) => void this.serverSaid(server, said as Partial<Said>)),
      server.onLookAgain(() => void this.lookAgain(server)),
      window.onDidChangeActiveTextEditor(() => this.draw()),
      workspace.onDidChangeConfiguration(() => this.draw()),
    );
  }

  private async serverChanged(server: Server, state: ServerState): Promise<void> {
    this.latest = state;
    // Ready is said only together with the engine that is.
    const said = state.phase === "running" ? await ask(server) : {};
    if (this.latest !== state) return;
    this.server = state;
    this.said = { ...QUIET, ...said };
    this.draw();
  }

  private async serverSaid(server: Server, said: Partial<Said>): Promise<void> {
    const { engine = this.said.engine, paused = false } = await ask(server);
    this.said = { ...QUIET, ...said, engine, paused };
    this.draw();
  }

  private async lookAgain(server: Server): Promise<void> {
    this.said = { ...QUIET, ...(await ask(server)) };
    this.draw();
  }

  private draw(): void {
    const { icon, state, alarming } = this.look();
    const label = `Centaur: ${[this.said.engine, state].filter(Boolean).join(", ")}`;
    this.item.text = `$(${icon}) Centaur`;
    this.item.tooltip = `${label}\nClick for everything you can do.`;
    this.item.accessibilityInformation = { label };
    this.item.backgroundColor = alarming ? new ThemeColor("statusBarItem.warningBackground") : undefined;
  }

  private look(): Look {
    if (this.server.phase !== "running") return serverLook(this.server);
    const language = servedLanguage();
    if (language && !languageEnabled(language)) return { icon: "circle-slash", state: `off for ${language}` };
    return saidLook(this.said);
  }
}

async function ask(server: Server): Promise<Partial<Said>> {
  return (await server.request<Partial<Said>>("centaur/status")) ?? {};
}

function servedLanguage(): string | undefined {
  const document = window.activeTextEditor?.document;
  return document && languages.match(DOCUMENTS, document) > 0 ? document.languageId : undefined;
}

function serverLook({ phase, verdict }: ServerState): Look {
  if (phase === "missing") return { icon: "error", state: "server not found", alarming: true };
  if (phase === "starting") return { icon: "loading~spin", state: "starting" };
  if (!verdict) return { icon: "circle-slash", state: "stopped" };
  const state = `offline: restarting in ${verdict.waitSeconds} s`;
  return { icon: "debug-disconnect", state, alarming: true };
}

function saidLook({ busy, message, kind, paused }: Said): Look {
  if (kind === "Error") return { icon: "error", state: message || "error", alarming: true };
  if (kind === "Warning") return { icon: "warning", state: message || "warning", alarming: true };
  if (paused) return { icon: "debug-pause", state: message };
  if (kind === "Inactive") return { icon: "circle-slash", state: message || "inactive" };
  return { icon: busy ? "loading~spin" : "sparkle", state: message || (busy ? "thinking" : "ready") };
}
