/** Where the language server is: a command that runs it, looked for outside of every workspace folder. */

import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, realpath } from "node:fs/promises";
import * as path from "node:path";

/** Where to look. The first two are the user's own word; only the PATH is searched with care. */
export interface Places {
  readonly configured: readonly string[];
  readonly checkout: readonly string[];
  readonly searchPath: string;
  readonly workspaceFolders: readonly string[];
}

const PYTHONS = ["python3.13", "python3.12", "python3.11", "python3", "python"];

/** The command that runs Centaur's command line, or undefined when nothing on this machine does. */
export async function findCentaur(places: Places): Promise<readonly string[] | undefined> {
  if (places.configured.length > 0) return places.configured;
  const [checkout] = places.checkout;
  if (checkout && (await isExecutable(checkout))) return places.checkout;

  const [script] = await onPath("centaur", places);
  if (script) return [script];
  for (const name of PYTHONS) {
    for (const python of await onPath(name, places)) {
      // Without -P, a folder named centaur in the working directory would be run instead.
      if (await runs(python, ["-P", "-c", "import centaur"])) return [python, "-P", "-m", "centaur"];
    }
  }
  return undefined;
}

/** Every executable of this name on the search path that lies outside of the workspace. */
export async function onPath(name: string, places: Places): Promise<readonly string[]> {
  const folders = places.searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const file = process.platform === "win32" ? `${name}.exe` : name;
  const candidates = [...new Set(folders)].map((folder) => path.join(folder, file));
  const fitting = await Promise.all(
    candidates.map(
      async (candidate) => (await isExecutable(candidate)) && !(await isInWorkspace(candidate, places)),
    ),
  );
  return candidates.filter((_, index) => fitting[index]);
}

async function isInWorkspace(file: string, places: Places): Promise<boolean> {
  const folders = await Promise.all(places.workspaceFolders.map(resolved));
  const forms = [
    file,
    await resolved(file),
    path.join(await resolved(path.dirname(file)), path.basename(file)),
  ];
  return forms.some((form) =>
    [...folders, ...places.workspaceFolders].some((folder) => contains(folder, form)),
  );
}

function contains(folder: string, file: string): boolean {
  const way = path.relative(folder, file);
  return way !== "" && !path.isAbsolute(way) && way.split(path.sep)[0] !== "..";
}

function resolved(file: string): Promise<string> {
  return realpath(file).catch(() => file);
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function runs(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 10_000, windowsHide: true }, (error) => resolve(error === null));
  });
}
