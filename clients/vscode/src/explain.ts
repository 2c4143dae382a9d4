/** Explanations as comment threads: asked for, streamed in, edited in place, and decided upon. */

import {
  CommentThreadCollapsibleState,
  commands,
  comments,
  Disposable,
  Range,
  Uri,
  window,
  type CommentThread,
  type TextDocument,
  workspace,
  WorkspaceEdit,
} from "vscode";
import type { Middleware } from "vscode-languageclient/node";
import { pickLabels } from "./explainlabels";
import { ExplanationThread, type Answer, type Why, type Words } from "./explainthread";
import type { SuggestionOnShow } from "./inline";
import type { Server } from "./server";

type Form = "docstring" | "comment";
type ExecuteCommand = NonNullable<Middleware["executeCommand"]>;

/** What the server gives for an accept: its client inserts it, so that the user can undo it. */
interface Insertion {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
  readonly text: string;
}

/** The explanations of this window. */
export class Explanations {
  private readonly controller = comments.createCommentController("centaur.explanations", "Centaur");
  private readonly open = new Map<CommentThread, ExplanationThread>();
  private server: Server | undefined;

  constructor(private readonly onShow: SuggestionOnShow) {}

  /** Binds what the user can do to this server. */
  register(server: Server): Disposable {
    this.server = server;
    const actions: Record<string, (thread: CommentThread) => unknown> = {
      accept: (thread) => this.accept(thread, "docstring"),
      acceptAsComment: (thread) => this.accept(thread, "comment"),
      reject: (thread) => this.reject(thread),
      close: (thread) => this.close(thread),
      label: (thread) => this.label(thread),
      askModel: (thread) => this.askModel(thread),
    };
    return Disposable.from(
      this.controller,
      commands.registerCommand("centaur.explainCode", () => this.explainSelection()),
      commands.registerCommand("centaur.why", () => this.why()),
      ...Object.entries(actions).map(([name, action]) =>
        commands.registerCommand(`centaur.explanation.${name}`, action),
      ),
      ...(["edit", "save", "cancel"] as const).map((name) =>
        commands.registerCommand(`centaur.explanation.${name}`, (words: Words) => words.owner[name](words)),
      ),
      commands.registerCommand("centaur.explanation.acceptEdited", (words: Words) => {
        words.owner.save(words);
        return this.accept(words.owner.commentThread, "docstring");
      }),
      server.onDidChangeState(({ phase }) => phase !== "running" && this.forget()),
      workspace.onDidCloseTextDocument((document) => this.closedDocument(document)),
    );
  }

  /** The server's own command does the same here, in a thread instead of an answer that nobody reads. */
  readonly executeCommand: ExecuteCommand = async (command, args, next) => {
    if (command !== "centaur.explain") return next(command, args);
    const [uri, { start, end }] = args;
    const range = new Range(start.line, start.character, end.line, end.character);
    await this.explain(await workspace.openTextDocument(Uri.parse(uri)), range);
  };

  private async explainSelection(): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor) await this.explain(editor.document, editor.selection);
    else window.showInformationMessage("Centaur: open a file and put the cursor where you want it explained.");
  }

  private async explain(document: TextDocument, range: Range): Promise<void> {
    if (!showsThreads(document)) return;
    const textDocument = { uri: document.uri.toString() };
    const thread = this.begin(document.uri, range);
    const answer = await thread.listen((partial, token) =>
      this.server?.stream<Answer | null>("centaur/explain", { textDocument, range: plain(range) }, partial, token),
    );
    // A later question about the document took the place of this one.
    if (answer === null) return this.remove(thread);
    if (!answer?.markdown) return this.drop(thread, answer?.sentence ?? "no answer came.");
    for (const other of this.open.values()) if (other !== thread && other.isAbout(answer)) this.remove(other);
    thread.show(answer);
  }

  private async why(): Promise<void> {
    const [editor, suggestionId] = [window.activeTextEditor, this.onShow.suggestionId];
    if (!editor || !suggestionId || !showsThreads(editor.document)) return;
    const why = await this.server?.request<Why>("centaur/why", { suggestionId });
    if (!why) return;
    for (const other of this.open.values()) if (other.suggestionId) this.leave(other);
    const { active } = editor.selection;
    this.begin(editor.document.uri, new Range(active, active)).showWhy(suggestionId, why);
  }

  private async askModel(commentThread: CommentThread): Promise<void> {
    const thread = this.open.get(commentThread);
    if (!thread?.suggestionId) return;
    const asked = { suggestionId: thread.suggestionId, explain: true };
    const why = await thread.listen((partial, token) =>
      this.server?.stream<Why>("centaur/why", asked, partial, token),
    );
    if (why?.explanation?.markdown) thread.show(why.explanation);
    else thread.showWhy(thread.suggestionId, why, why?.explanation?.sentence ?? "The model says nothing.");
  }

  private begin(uri: Uri, range: Range): ExplanationThread {
    const commentThread = this.controller.createCommentThread(uri, range, []);
    commentThread.canReply = false;
    commentThread.collapsibleState = CommentThreadCollapsibleState.Expanded;
    const thread = new ExplanationThread(commentThread);
    this.open.set(commentThread, thread);
    return thread;
  }

  private async accept(commentThread: CommentThread, form: Form): Promise<void> {
    const thread = this.open.get(commentThread);
    if (!thread?.id) return;
    const kept = { explanationId: thread.id, text: thread.text, form };
    const insertion = await this.server?.request<Insertion>("centaur/acceptExplanation", kept);
    if (!insertion) {
      window.showInformationMessage("Centaur: nothing can be inserted here.");
      return;
    }
    this.remove(thread);
    const edit = new WorkspaceEdit();
    const { line, character } = insertion.position;
    edit.insert(Uri.parse(insertion.uri), new Range(line, character, line, character).start, insertion.text);
    await workspace.applyEdit(edit);
  }

  private async reject(commentThread: CommentThread): Promise<void> {
    const thread = this.open.get(commentThread);
    if (thread?.id) await this.server?.request("centaur/rejectExplanation", { explanationId: thread.id });
    if (thread) this.remove(thread);
  }

  private close(commentThread: CommentThread): void {
    const thread = this.open.get(commentThread);
    if (thread) this.leave(thread);
  }

  private async label(commentThread: CommentThread): Promise<void> {
    const thread = this.open.get(commentThread);
    if (!thread?.id) return;
    const explanationId = thread.id;
    await pickLabels(thread.sentences, (sentence, label) =>
      this.server?.request("centaur/feedback", { explanationId, sentence, label }),
    );
  }

  private closedDocument(document: TextDocument): void {
    for (const thread of this.open.values())
      if (thread.uri.toString() === document.uri.toString()) this.remove(thread);
  }

  private leave(thread: ExplanationThread): void {
    if (thread.id) this.server?.notify("centaur/didCloseExplanation", { explanationId: thread.id });
    this.remove(thread);
  }

  private drop(thread: ExplanationThread, sentence: string): void {
    if (!this.open.has(thread.commentThread)) return;
    this.remove(thread);
    window.showInformationMessage(`Centaur: ${sentence}`);
  }

  private remove(thread: ExplanationThread): void {
    this.open.delete(thread.commentThread);
    thread.dispose();
  }

  /** What an ended server said can no longer be decided upon. */
  private forget(): void {
    for (const thread of [...this.open.values()]) this.remove(thread);
  }
}

/** Whether a thread would be seen there; VS Code takes one in a cell of a notebook and shows it nowhere. */
function showsThreads(document: TextDocument): boolean {
  const isCell = document.uri.scheme === "vscode-notebook-cell";
  if (isCell) window.showInformationMessage("Centaur: notebooks show no explanations; copy the code to a file.");
  return !isCell;
}

function plain({ start, end }: Range): object {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}
