/** Where the server is found, and where it is never looked for. */

import assert from "node:assert/strict";
import { mkdtemp, mkdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { findCentaur, type Places } from "../src/launch";

let root: string;
let places: Places;

before(async () => (root = await realpath(await mkdtemp(path.join(tmpdir(), "launch-")))));
after(() => rm(root, { recursive: true }));
beforeEach(async () => {
  await rm(root, { recursive: true });
  await mkdir(path.join(root, "project"), { recursive: true });
  places = { configured: [], checkout: [], searchPath: `${root}/bin`, workspaceFolders: [`${root}/project`] };
});

/** Writes an executable that ends with this code. */
async function executable(file: string, exitCode = 0): Promise<string> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), `#!/bin/sh\nexit ${exitCode}\n`, { mode: 0o755 });
  return path.join(root, file);
}

async function check(expected: readonly string[] | undefined, searchPath = places.searchPath): Promise<void> {
  assert.deepEqual(await findCentaur({ ...places, searchPath }), expected);
}

test("the user's own command comes first", async () => {
  await executable("bin/centaur");
  places = { ...places, configured: ["/opt/centaur", "--flag"] };

  await check(["/opt/centaur", "--flag"]);
});

test("a development build knows its checkout", async () => {
  places = { ...places, checkout: [await executable("checkout/.venv/bin/centaur")] };

  await check(places.checkout);
});

test("a checkout that is gone is passed over", async () => {
  places = { ...places, checkout: [`${root}/gone/centaur`] };
  const script = await executable("bin/centaur");

  await check([script]);
});

test("a Python that has it will do, the newest first", async () => {
  await executable("bin/python3.13", 1);
  const python = await executable("bin/python3.12");
  await executable("bin/python3.11");

  await check([python, "-P", "-m", "centaur"]);
});

test("a Python without it will not", async () => {
  await executable("bin/python3", 1);

  await check(undefined);
});

test("nothing in the workspace is ever run", async () => {
  await executable("project/.venv/bin/centaur");

  await check(undefined, `${root}/project/.venv/bin`);
});

test("nothing in the workspace is run by another name either", async () => {
  const hostile = await executable("project/tool");
  await mkdir(path.join(root, "bin"));
  await symlink(hostile, path.join(root, "bin/centaur"));
  await executable("project/.venv/bin/centaur");
  await symlink(path.join(root, "project/.venv/bin"), path.join(root, "alias"));

  await check(undefined, `${root}/bin${path.delimiter}${root}/alias`);
});

test("a link in the workspace to something outside is not followed, by no name of its folder", async () => {
  const outside = await executable("usr/python3");
  await mkdir(path.join(root, "project/bin"));
  await symlink(outside, path.join(root, "project/bin/python3"));
  await symlink(path.join(root, "project/bin"), path.join(root, "alias"));

  await check(undefined, `${root}/alias`);
});

test("a folder of the workspace is in it, however it is named", async () => {
  await executable("project/..tools/centaur");

  await check(undefined, `${root}/project/..tools`);
});

test("a folder beside the workspace is not in it", async () => {
  const script = await executable("project-tools/centaur");

  await check([script], `${root}/project-tools`);
});

test("a relative entry of the search path is passed over", async () => {
  await executable("bin/centaur");

  await check(undefined, path.relative(process.cwd(), `${root}/bin`));
});
