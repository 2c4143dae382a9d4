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
import type { Pause } from "./pause";
import { DOCUMENTS } from "./client";
import type { Server, ServerState } from "./server";
import { languageEnabled } from "./settings";

/** What the server says of itself, in the form of Copilot's `didChangeStatus`. */
interface Said {
  readonly busy: boolean;
  readonly message: string;
  readonly kind: "Normal" | "Warning" | "Error" | "Inactive";
}

/** One state as it is drawn. */
interface Look {
  readonly icon: string;
  readonly state: string;
  readonly alarming?: boolean;
}

const QUIET: Said = { busy: false, message: "", kind: "Normal" };

/** The one status bar item. Its label for screen readers is stable: "Centaur: local, ready". */
export class Status {
  private readonly item: StatusBarItem = window.createStatusBarItem(
    "centaur.status",
    StatusBarAlignment.Right,
    100,
  );
  private server: ServerState = { phase: "stopped" };
  private latest = this.server;
  private said = QUIET;
  private engine = "";

  constructor(private readonly pause: Pause) {
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
      this.pause.onDidChange(() => this.draw()),
      window.onDidChangeActiveTextEditor(() => this.draw()),
      workspace.onDidChangeConfiguration(() => this.draw()),
    );
  }

  private async serverChanged(server: Server, state: ServerState): Promise<void> {
    this.latest = state;
    if (state.phase === "starting") this.said = QUIET;
    // Ready is said only together with the engine that is.
    if (state.phase === "running") await this.askEngine(server);
    if (this.latest !== state) return;
    this.server = state;
    this.draw();
  }

  private async serverSaid(server: Server, said: Partial<Said>): Promise<void> {
    this.said = { ...QUIET, ...said };
    await this.askEngine(server);
    this.draw();
  }

  private async askEngine(server: Server): Promise<void> {
    const answer = await server.request<{ engine?: unknown }>("centaur/status");
    if (typeof answer?.engine === "string") this.engine = answer.engine;
  }

  private draw(): void {
    const { icon, state, alarming } = this.look();
    const label = this.engine ? `Centaur: ${this.engine}, ${state}` : `Centaur: ${state}`;
    this.item.text = `$(${icon}) Centaur`;
    this.item.tooltip = `${label}\nClick for everything you can do.`;
    this.item.accessibilityInformation = { label };
    this.item.backgroundColor = alarming ? new ThemeColor("statusBarItem.warningBackground") : undefined;
  }

  private look(): Look {
    const { phase, verdict } = this.server;
    if (phase === "missing") return { icon: "error", state: "server not found", alarming: true };
    if (phase === "offline")
      return {
        icon: "debug-disconnect",
        state: `offline: restarting in ${verdict?.waitSeconds} s`,
        alarming: true,
      };
    if (phase === "stopped") return { icon: "circle-slash", state: "stopped" };
    if (phase === "starting") return { icon: "loading~spin", state: "starting" };
    if (this.pause.active) return { icon: "debug-pause", state: "paused" };

    const document = window.activeTextEditor?.document;
    const served = document && languages.match(DOCUMENTS, document) > 0;
    if (served && !languageEnabled(document.languageId))
      return { icon: "circle-slash", state: `off for ${document.languageId}` };
    return saidLook(this.said);
  }
}

function saidLook({ busy, message, kind }: Said): Look {
  if (kind === "Error") return { icon: "error", state: message || "error", alarming: true };
  if (kind === "Warning") return { icon: "warning", state: message || "warning", alarming: true };
  if (kind === "Inactive") return { icon: "circle-slash", state: message || "inactive" };
  return busy
    ? { icon: "loading~spin", state: message || "thinking" }
    : { icon: "sparkle", state: message || "ready" };
}
