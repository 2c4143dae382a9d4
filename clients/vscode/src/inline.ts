/** The one suggestion on show: what the user does with it is told to the server, which judges. */

import {
  Disposable,
  type InlineCompletionItem,
  type Position,
  type TextDocument,
  type TextDocumentChangeEvent,
  type TextEditor,
  window,
  type WindowState,
  workspace,
} from "vscode";
import type { Middleware } from "vscode-languageclient/node";
import { asProtocolItem, itemsOf, placeOf } from "./item";
import { advance, type Place, remainder } from "./progress";
import type { Server } from "./server";

type Provide = NonNullable<Middleware["provideInlineCompletionItems"]>;

/** A delivered item, where it stands, and whether it was seen. */
interface OnShow {
  readonly document: TextDocument;
  readonly item: InlineCompletionItem;
  readonly place: Place;
  readonly seen: boolean;
}

/** When the answer was not cancelled and the cursor is still there by then, the text is on the screen. */
const SIGHT_MS = 60;

/** Follows a suggestion from its delivery until it is taken, contradicted or left. */
export class SuggestionOnShow {
  private current: OnShow | undefined;
  private sight: NodeJS.Timeout | undefined;
  private advanced: OnShow | undefined;
  private focused = window.state.focused;
  private server: Server | undefined;

  /** Listens to everything that tells what becomes of the suggestion, and tells the server. */
  tellTo(server: Server): Disposable {
    this.server = server;
    return Disposable.from(
      server.onDidChangeState(() => this.forget()),
      workspace.onDidChangeTextDocument((event) => this.changed(event)),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.moved(textEditor)),
      window.onDidChangeActiveTextEditor(() => this.switched()),
      window.onDidChangeWindowState((state) => this.focusChanged(state)),
    );
  }

  /** The id of the suggestion that stands at the cursor, if one does. */
  get suggestionId(): string | undefined {
    const onShow = this.current;
    return onShow && isAtCursor(onShow) ? onShow.item.command?.arguments?.[0] : undefined;
  }

  /** Asks the server, unless nobody wants an answer, and keeps what it offers. */
  readonly provide: Provide = async (document, position, context, token, next) => {
    if (hasSelection(document)) return undefined;
    const version = document.version;
    const answer = await next(document, position, context, token);
    const [item] = itemsOf(answer);
    // An answer to an older text is discarded by the editor, too.
    if (item && !token.isCancellationRequested && document.version === version)
      this.offer(document, position, item);
    return answer;
  };

  /** Escape was pressed: a rejection only while the suggestion stands at exactly this cursor. */
  dismissed(): void {
    if (!this.current || !isAtCursor(this.current)) return;
    this.see();
    this.leave("escape");
  }

  /** A word or a line was taken by key: the change that brought it came before. */
  partAccepted(): void {
    const accepted = this.advanced;
    this.advanced = undefined;
    if (accepted) {
      const acceptedLength = accepted.place.taken;
      this.tell("textDocument/didPartiallyAcceptCompletion", accepted, { acceptedLength });
    }
  }

  private offer(document: TextDocument, position: Position, item: InlineCompletionItem): void {
    const place = placeOf(document, position, item);
    const seen =
      this.current !== undefined && this.current.seen && isSame(this.current, document, item, place);
    this.current = { document, item, place, seen };
    clearTimeout(this.sight);
    this.sight = setTimeout(() => this.see(), SIGHT_MS);
  }

  private see(): void {
    const onShow = this.current;
    if (!onShow || onShow.seen || !this.focused || !isAtCursor(onShow)) return;
    this.current = { ...onShow, seen: true };
    this.tell("textDocument/didShowCompletion", onShow);
  }

  private changed({ document, contentChanges }: TextDocumentChangeEvent): void {
    const onShow = this.current;
    if (onShow?.document !== document || contentChanges.length === 0) return;
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      text,
    }));
    const place = advance(onShow.place, changes);
    // The server sees the change itself; taking the last of it, too, ends the suggestion here.
    this.current = place && remainder(place) !== "" ? { ...onShow, place } : undefined;
    this.advanced = place && place.taken > onShow.place.taken ? this.current : undefined;
  }

  private moved(editor: TextEditor): void {
    if (this.current?.document !== editor.document || editor !== window.activeTextEditor) return;
    if (!isAtCursor(this.current)) this.leave("cursor_left");
  }

  private switched(): void {
    if (this.current && window.activeTextEditor?.document !== this.current.document)
      this.leave("editor_switched");
  }

  private focusChanged({ focused }: WindowState): void {
    if (focused === this.focused) return;
    this.focused = focused;
    if (this.current?.seen) this.tell("centaur/didChangeVisibility", this.current, { visible: focused });
    else this.see();
  }

  private leave(reason: "escape" | "cursor_left" | "editor_switched"): void {
    if (this.current?.seen) this.tell("centaur/didDismissCompletion", this.current, { reason });
    this.current = undefined;
  }

  /** What an ended server delivered means nothing to the next one. */
  private forget(): void {
    this.current = undefined;
    this.advanced = undefined;
  }

  private tell(method: string, { item }: OnShow, more: object = {}): void {
    this.server?.notify(method, { item: asProtocolItem(item), ...more });
  }
}

function isSame(onShow: OnShow, document: TextDocument, item: InlineCompletionItem, place: Place): boolean {
  const [before, after] = [onShow.item, item].map((each) => each.command?.arguments?.[0]);
  const sameText = remainder(onShow.place) === remainder(place);
  return before === after && onShow.document === document && onShow.place.offset === place.offset && sameText;
}

function isAtCursor({ document, place }: OnShow): boolean {
  const editor = window.activeTextEditor;
  if (editor?.document !== document || hasSelection(document)) return false;
  return document.offsetAt(editor.selection.active) === place.offset;
}

/** With several cursors or a selection there is no one place for a suggestion. */
function hasSelection(document: TextDocument): boolean {
  const editor = window.activeTextEditor;
  return editor?.document === document && (editor.selections.length > 1 || !editor.selection.isEmpty);
}
