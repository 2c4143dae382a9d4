/** How often a server that keeps ending is started, and how often the user hears of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Patience } from "../src/patience";

function verdicts(patience: Patience, lives: number[]) {
  return lives.map((seconds) => patience.ended(seconds));
}

test("the waits double up to a minute", () => {
  const waits = verdicts(new Patience(), Array(9).fill(0)).map(({ waitSeconds }) => waitSeconds);

  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test("a crash loop makes at most five notices, and the last one says so", () => {
  const all = verdicts(new Patience(), Array(20).fill(1));

  assert.deepEqual(
    all.flatMap(({ notify }, index) => (notify ? [index] : [])),
    [1, 2, 3, 4],
  );
  assert.deepEqual(
    all.flatMap(({ last }, index) => (last ? [index] : [])),
    [4],
  );
});

test("one end is no news", () => assert.equal(new Patience().ended(3).notify, false));

test("a server that lived for a minute is forgiven", () => {
  const waits = verdicts(new Patience(), [0, 0, 0, 60, 0]).map(({ waitSeconds }) => waitSeconds);

  assert.deepEqual(waits, [1, 2, 4, 1, 2]);
});

test("a restart by hand begins anew", () => {
  const patience = new Patience();
  verdicts(patience, [0, 0, 0]);

  patience.reset();

  assert.equal(patience.ended(0).waitSeconds, 1);
});
