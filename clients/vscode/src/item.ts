/** Items of inline completion: as the editor has them, as places, and as the protocol writes them. */

import {
  type InlineCompletionItem,
  type InlineCompletionList,
  type Position,
  Range,
  type TextDocument,
} from "vscode";
import type { Place } from "./progress";

/** The items of an answer, in whichever form it came. */
export function itemsOf(
  answer: InlineCompletionItem[] | InlineCompletionList | null | undefined,
): readonly InlineCompletionItem[] {
  return Array.isArray(answer) ? answer : (answer?.items ?? []);
}

/** Where an item stands: what its range already covers counts as taken. */
export function placeOf(document: TextDocument, position: Position, item: InlineCompletionItem): Place {
  const taken = item.range ? document.getText(new Range(item.range.start, position)).length : 0;
  return { offset: document.offsetAt(position), text: textOf(item), taken };
}

/** The item as the server delivered it, for the notifications that carry it. */
export function asProtocolItem(item: InlineCompletionItem): object {
  const range = item.range && { start: asPosition(item.range.start), end: asPosition(item.range.end) };
  return { insertText: textOf(item), range, command: item.command };
}

function textOf(item: InlineCompletionItem): string {
  return typeof item.insertText === "string" ? item.insertText : item.insertText.value;
}

function asPosition({ line, character }: Position): object {
  return { line, character };
}
