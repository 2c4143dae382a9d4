/** How far the text on show has been taken, as arithmetic on offsets. Pure: knows no editor. */

/** A suggested text at a cursor: `taken` of its UTF-16 units already stand before `offset`. */
export interface Place {
  readonly offset: number;
  readonly text: string;
  readonly taken: number;
}

/** One replacement in a document, in offsets of the text before it. */
export interface Change {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** What of the suggestion is still offered. */
export function remainder(place: Place): string {
  return place.text.slice(place.taken);
}

/** The place after one edit's changes, or undefined when they contradict the suggestion. */
export function advance(place: Place, changes: readonly Change[]): Place | undefined {
  // An editor lists the changes of one edit from the last to the first, so earlier offsets stay true.
  const ordered = [...changes].sort((a, b) => b.offset - a.offset);
  return ordered.reduce<Place | undefined>((here, change) => here && step(here, change), place);
}

function step(place: Place, change: Change): Place | undefined {
  const end = change.offset + change.length;
  if (change.offset > place.offset) return place;
  if (end < place.offset) return { ...place, offset: place.offset + change.text.length - change.length };
  if (end > place.offset) return undefined;

  // An editor may replace what stands before the cursor by itself plus what was typed.
  const typed = change.text.slice(place.offset - change.offset);
  if (typed === "" || !remainder(place).startsWith(typed)) return undefined;
  return { ...place, offset: place.offset + typed.length, taken: place.taken + typed.length };
}
