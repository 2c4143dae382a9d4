/** What a workspace can and cannot do to the user's settings. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { joinedExclusions, narrowedLanguages, withoutUnset } from "../src/narrowing";

test("a workspace turns languages off, never on", () => {
  const globalValue = { python: false, go: true };
  const languages = narrowedLanguages({
    globalValue,
    workspaceValue: { python: true, go: false, "*": true },
  });

  assert.deepEqual(languages, { python: false, go: false });
});

test("a folder narrows as a workspace does", () =>
  assert.deepEqual(narrowedLanguages({ workspaceFolderValue: { rust: false } }), { rust: false }));

test("languages nobody set stay unset", () =>
  assert.equal(narrowedLanguages({ workspaceValue: { go: true } }), undefined));

test("exclusions add up", () =>
  assert.deepEqual(joinedExclusions({ globalValue: ["a"], workspaceValue: ["b", "a"] }), ["a", "b"]));

test("exclusions nobody set stay unset", () => assert.equal(joinedExclusions({}), undefined));

test("what is unset is not sent", () =>
  assert.deepEqual(withoutUnset({ engines: undefined, suggest: {}, exclude: [], delay: 0 }), {
    exclude: [],
    delay: 0,
  }));
