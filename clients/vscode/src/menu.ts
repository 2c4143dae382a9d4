/** The menu behind the status bar: every action that makes sense now. */

import { commands, type QuickPickItem, window } from "vscode";
import type { Server } from "./server";
import { languageEnabled } from "./settings";

interface Action extends QuickPickItem {
  readonly command: string;
}

/** Lets the user pick an action and runs it. */
export async function showMenu(server: Server): Promise<void> {
  const status = await server.request<{ paused?: boolean }>("centaur/status");
  const chosen = await window.showQuickPick(actions(status?.paused ?? false), { title: "Centaur" });
  if (chosen) await commands.executeCommand(chosen.command);
}

function actions(paused: boolean): readonly Action[] {
  return [
    paused
      ? { label: "$(debug-start) Resume", command: "centaur.resume" }
      : { label: "$(debug-pause) Pause…", command: "centaur.pause" },
    ...languageActions(),
    {
      label: "$(graph-line) Show report",
      description: "charts of what became of your suggestions",
      command: "centaur.showReport",
    },
    {
      label: "$(graph) Show metrics",
      description: "every figure, as text",
      command: "centaur.showMetrics",
    },
    { label: "$(database) Show status", description: "what is recorded", command: "centaur.showStatus" },
    { label: "$(key) Set API key…", command: "centaur.setApiKey" },
    { label: "$(gear) Open settings", command: "centaur.openSettings" },
    { label: "$(output) Show log", command: "centaur.showLog" },
    { label: "$(debug-restart) Restart server", command: "centaur.restart" },
  ];
}

function languageActions(): readonly Action[] {
  const editor = window.activeTextEditor;
  if (!editor) return [];
  const language = editor.document.languageId;
  const label = languageEnabled(language)
    ? `$(circle-slash) Turn off for ${language}`
    : `$(sparkle) Turn on for ${language}`;
  return [
    { label: "$(lightbulb) Suggest now", command: "centaur.trigger" },
    { label: "$(comment) Explain the selection or symbol", command: "centaur.explainCode" },
    { label, command: "centaur.toggleLanguage" },
  ];
}
