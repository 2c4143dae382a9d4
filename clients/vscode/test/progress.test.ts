/** What a change in the document makes of the text on show. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { advance, type Change, remainder } from "../src/progress";

const LINE = "total = $0";

/** Applies a change written as [from, to, text]; gives the document with what is still offered behind `$0`. */
function check(
  before: string,
  offered: string,
  changes: [string, string, string][],
  after: string | undefined,
): void {
  const offset = before.indexOf("$0");
  const text = before.replace("$0", "");
  const edits = changes.map(([from, to, inserted]): Change => {
    const start = from === "" ? offset : text.indexOf(from);
    return { offset: start, length: to === "" ? 0 : text.indexOf(to) + to.length - start, text: inserted };
  });
  const place = advance({ offset, text: offered, taken: 0 }, edits);
  const changed = edits.reduce(
    (so, { offset, length, text }) => so.slice(0, offset) + text + so.slice(offset + length),
    text,
  );
  const shown =
    place && `${changed.slice(0, place.offset)}$0${remainder(place)}${changed.slice(place.offset)}`;
  assert.equal(shown, after);
}

test("typing what is offered takes it", () =>
  check(LINE, "price * count", [["", "", "p"]], "total = p$0rice * count"));

test("a word is taken at once", () =>
  check(LINE, "price * count", [["", "", "price"]], "total = price$0 * count"));

test("all of it leaves nothing", () => check(LINE, "price", [["", "", "price"]], "total = price$0"));

test("anything else ends it", () => check(LINE, "price", [["", "", "q"]], undefined));

test("more than was offered ends it", () => check(LINE, "price", [["", "", "prices"]], undefined));

test("deleting before the cursor ends it", () => check("total = p$0", "rice", [["p", "p", ""]], undefined));

test("deleting around the cursor ends it", () => check("a $0 b", "x", [[" ", "b", ""]], undefined));

test("replacing what stands behind the cursor, too, ends it", () =>
  check("f($0)", "x", [["(", ")", "(x"]], undefined));

test("the editor may replace the text before the cursor by itself and more", () =>
  check("total = pr$0", "ice", [["pr", "pr", "pri"]], "total = pri$0ce"));

test("a bracket that the editor closes by itself behind the cursor changes nothing", () =>
  check("f($0 )", "a, b", [[")", "", "]"]], "f($0a, b ])"));

test("an edit above moves it along", () =>
  check("import os\nf($0)", "price", [["import", "os", "import sys, os"]], "import sys, os\nf($0price)"));

test("several changes of one edit count together", () =>
  check(
    "import os\nf($0)",
    "price",
    [
      ["", "", "p"],
      ["import", "os", "import sys"],
    ],
    "import sys\nf(p$0rice)",
  ));

test("what was taken is counted from the start of the text, in UTF-16", () => {
  const once = advance({ offset: 4, text: "ab😀cd", taken: 1 }, [{ offset: 4, length: 0, text: "b😀" }]);

  assert.equal(once?.taken, 4);
});
