/** When a server counts as silent. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { listenForSilence } from "../src/heartbeat";

/** Listens to these answers, one a ping; gives what was waited for and how many pings there were. */
async function listen(answers: boolean[], lifetime = Infinity): Promise<{ waited: number[]; pings: number }> {
  const waited: number[] = [];
  let pings = 0;
  await listenForSilence({
    ping: async () => answers[pings++] ?? false,
    wait: async (milliseconds) => void waited.push(milliseconds),
    alive: () => pings < lifetime,
  });
  return { waited, pings };
}

test("two misses in a row are silence", async () =>
  assert.equal((await listen([true, true, false, false])).pings, 4));

test("one miss is none", async () =>
  assert.equal((await listen([false, true, false, true, false, false])).pings, 6));

test("the ping after a miss follows at once", async () =>
  assert.deepEqual((await listen([true, false, false])).waited, [10_000, 10_000]));

test("nobody listens to a server that ended", async () =>
  assert.equal((await listen([true, true, true], 2)).pings, 2));
