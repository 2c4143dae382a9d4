/** The report as a panel: the page that the command line makes, which runs nothing and loads nothing. */

import { ViewColumn, type WebviewPanel, window } from "vscode";
import { run } from "./commandline";
import type { Server } from "./server";

/** One panel, which shows the report that was made last. */
export class Dashboard {
  private panel: WebviewPanel | undefined;

  /** Makes the report anew and shows it, or says why it cannot be made. */
  async show(server: Server): Promise<void> {
    const printed = await run(server, ["report", "--output", "-"], "making the report");
    if (!printed) return;
    if (!printed.ok) {
      await window.showErrorMessage(printed.text);
      return;
    }
    this.panel ??= this.open();
    this.panel.webview.html = printed.text;
    this.panel.reveal();
  }

  private open(): WebviewPanel {
    const options = { enableScripts: false, localResourceRoots: [], enableFindWidget: true };
    const panel = window.createWebviewPanel("centaur.report", "Centaur: Report", ViewColumn.Active, options);
    panel.onDidDispose(() => (this.panel = undefined));
    return panel;
  }
}
