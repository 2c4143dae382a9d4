/** What the command line reports, as read-only pages: figures, what is recorded, and where. */

import { Disposable, EventEmitter, Uri, window, workspace } from "vscode";
import { run } from "./commandline";
import type { Server } from "./server";

const SCHEME = "centaur";
const TITLES = { metrics: "Metrics", status: "Status", path: "Paths" };

/** One page for each report. */
export class Reports {
  private readonly changes = new EventEmitter<Uri>();
  private readonly texts = new Map<string, string>();

  /** Lets the editor read the pages. */
  register(): Disposable {
    return workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: this.changes.event,
      provideTextDocumentContent: (page) => this.texts.get(page.path) ?? "",
    });
  }

  /** Makes the report anew and shows it. */
  async show(server: Server, report: keyof typeof TITLES): Promise<void> {
    const printed = await run(server, [report], "reading");
    if (!printed) return;
    const page = Uri.parse(`${SCHEME}:Centaur ${TITLES[report]}.txt`);
    this.texts.set(page.path, printed.text);
    this.changes.fire(page);
    await window.showTextDocument(page);
  }
}
