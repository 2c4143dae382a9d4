/** The language server's life: found, started, listened to, and started again when it ends or hangs. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { homedir } from "node:os";
import {
  type CancellationToken,
  EventEmitter,
  type FileSystemWatcher,
  type LogOutputChannel,
  workspace,
} from "vscode";
import { type Middleware, ProgressType } from "vscode-languageclient/node";
import { Client } from "./client";
import { listenForSilence } from "./heartbeat";
import { findCentaur } from "./launch";
import { Patience, type Verdict } from "./patience";
import { serverCommand } from "./settings";

/** Where the server is in its life; `verdict` is there after it ended by itself. */
export interface ServerState {
  readonly phase: "stopped" | "starting" | "running" | "offline" | "missing";
  readonly verdict?: Verdict;
}

/** What the server starts with besides its command. */
export interface Launch {
  readonly environment: () => Promise<NodeJS.ProcessEnv>;
  readonly middleware: Middleware;
  readonly files: FileSystemWatcher;
}

const PING_DEADLINE_MS = 5_000;
const SEES_CHANGES_MS = 1_000;
const FAREWELL_MS = 2_000;

/** One server at a time. Each start has its turn and a client of its own, so nothing of an ended one is left over. */
export class Server {
  private readonly states = new EventEmitter<ServerState>();
  private readonly statuses = new EventEmitter<unknown>();
  private readonly patience = new Patience();
  private client: Client | undefined;
  private child: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private turn = 0;
  private streams = 0;

  private readonly looks = new EventEmitter<void>();

  readonly onDidChangeState = this.states.event;
  readonly onDidChangeStatus = this.statuses.event;
  readonly onLookAgain = this.looks.event;

  constructor(
    private readonly log: LogOutputChannel,
    private readonly launch: Launch,
  ) {}

  /** Whether there is a server to talk to. */
  get running(): boolean {
    return this.client?.isRunning() ?? false;
  }

  /** The command that runs Centaur's command line here. */
  command(): Promise<readonly string[] | undefined> {
    return findCentaur({
      configured: serverCommand(),
      checkout: CHECKOUT_SERVER,
      searchPath: process.env["PATH"] ?? "",
      workspaceFolders: (workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
    });
  }

  /** Starts the server; how it goes is told by the state, never by an exception. */
  async start(): Promise<void> {
    const turn = ++this.turn;
    const started = Date.now();
    this.states.fire({ phase: "starting" });
    const command = await this.command();
    if (turn !== this.turn) return;
    if (!command) return this.states.fire({ phase: "missing" });

    const client = new Client({
      log: this.log,
      files: this.launch.files,
      middleware: this.launch.middleware,
      spawn: () => this.spawn(command),
      closed: () => this.ended(turn, started),
    });
    client.onNotification("didChangeStatus", (status) => this.statuses.fire(status));
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.log.error(`The server did not start: ${String(error)}`);
      return this.ended(turn, started);
    }
    if (turn !== this.turn) return;
    this.log.info(`ready: ${command.join(" ")}`);
    this.states.fire({ phase: "running" });
    void this.watch(turn, client);
  }

  /** Starts the server anew because the user wants it, whatever happened before. */
  async restart(): Promise<void> {
    this.patience.reset();
    await this.stop();
    await this.start();
  }

  /** Ends the server; resolves when its process is gone. */
  async stop(): Promise<void> {
    this.turn++;
    clearTimeout(this.timer);
    const { client, child } = this;
    this.client = this.child = undefined;
    this.states.fire({ phase: "stopped" });
    await client?.stop(FAREWELL_MS).catch(() => undefined);
    if (child) await buried(child);
  }

  /** Tells the server something; nothing happens while there is none. */
  notify(method: string, params: unknown): void {
    if (!this.client || !this.running) return;
    this.client
      .sendNotification(method, params)
      .catch((error) => this.log.debug(`${method}: ${String(error)}`));
  }

  /** Asks the server something; undefined while there is none or when it fails. */
  async request<T>(method: string, params: object = {}): Promise<T | undefined> {
    if (!this.client || !this.running) return undefined;
    return this.client.sendRequest<T>(method, params).catch(() => undefined);
  }

  /** Asks for something that comes in parts. */
  async stream<T>(
    method: string,
    params: object,
    partial: (value: { readonly markdown: string }) => void,
    cancelling: CancellationToken,
  ): Promise<T | undefined> {
    if (!this.client || !this.running) return undefined;
    const partialResultToken = `centaur-${++this.streams}`;
    const progress = new ProgressType<{ markdown: string }>();
    const listening = this.client.onProgress(progress, partialResultToken, partial);
    return this.client
      .sendRequest<T>(method, { ...params, partialResultToken }, cancelling)
      .catch(() => undefined)
      .finally(() => listening.dispose());
  }

  /** Something outside was changed that the server sees within a second, and does not tell by itself. */
  lookSoon(): void {
    setTimeout(() => this.looks.fire(), SEES_CHANGES_MS);
  }

  private async spawn([program = "", ...args]: readonly string[]): Promise<ChildProcess> {
    const env = { ...process.env, ...(await this.launch.environment()) };
    // The working directory is never the workspace: nothing there may decide what is run.
    const child = spawn(program, [...args, "serve"], { cwd: homedir(), env, windowsHide: true });
    await once(child, "spawn");
    child.on("error", (error) => this.log.error(String(error)));
    this.child = child;
    return child;
  }

  private async watch(turn: number, client: Client): Promise<void> {
    const alive = () => turn === this.turn;
    await listenForSilence({ alive, wait, ping: () => answersInTime(client) });
    if (!alive()) return;
    this.log.error("The server does not answer; it is ended and started again.");
    this.child?.kill("SIGKILL");
  }

  private ended(turn: number, started: number): void {
    if (turn !== this.turn) return;
    this.turn++;
    this.child?.kill("SIGKILL");
    this.client = this.child = undefined;
    const verdict = this.patience.ended((Date.now() - started) / 1000);
    this.log.warn(`The server ended; it is started again in ${verdict.waitSeconds} s.`);
    this.timer = setTimeout(() => void this.start(), verdict.waitSeconds * 1000);
    this.states.fire({ phase: "offline", verdict });
  }
}

/** Any answer is a sign of life, an error too. */
function answersInTime(client: Client): Promise<boolean> {
  const answer = client.sendRequest("centaur/ping", {}).then(
    () => true,
    () => true,
  );
  return Promise.race([answer, wait(PING_DEADLINE_MS).then(() => false)]);
}

async function buried(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => child.kill("SIGKILL"), FAREWELL_MS);
  await once(child, "exit");
  clearTimeout(timer);
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
