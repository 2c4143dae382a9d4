/** Where a key may go. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOrigin } from "../src/origins";

test("a key belongs to the origin of its endpoint", () =>
  assert.equal(keyOrigin("https://api.openai.com/v1").origin, "https://api.openai.com"));

for (const endpoint of ["http://127.0.0.1:11434/v1", "http://localhost:8080", "http://[::1]:9/v1"]) {
  test(`a key may go to this machine in the clear: ${endpoint}`, () => assert.ok(keyOrigin(endpoint).origin));
}

for (const endpoint of [
  "http://example.org/v1",
  "http://127.0.0.1.example.org",
  "ftp://localhost",
  "openai",
  "",
]) {
  test(`a key never goes to ${endpoint || "nowhere"}`, () => {
    const { origin, problem } = keyOrigin(endpoint);

    assert.equal(origin, undefined);
    assert.ok(problem);
  });
}
