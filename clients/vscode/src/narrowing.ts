/** What a workspace may do to a user's settings: turn things off, never on. Pure: knows no editor. */

/** One setting as the editor stores it: the user's (or machine's) value and the workspace's. */
export interface Inspected<T> {
  readonly defaultValue?: T;
  readonly globalValue?: T;
  readonly workspaceValue?: T;
  readonly workspaceFolderValue?: T;
}

type Languages = Readonly<Record<string, boolean>>;

/** The user's languages, less those that the workspace turns off. */
export function narrowedLanguages(setting: Inspected<Languages>): Languages | undefined {
  const wishes = Object.entries({ ...setting.workspaceValue, ...setting.workspaceFolderValue });
  const off = wishes.filter(([, enabled]) => !enabled);
  if (!setting.globalValue && off.length === 0) return undefined;
  return { ...setting.globalValue, ...Object.fromEntries(off) };
}

/** The user's exclusions and the workspace's. */
export function joinedExclusions(setting: Inspected<readonly string[]>): readonly string[] | undefined {
  const parts = [setting.globalValue, setting.workspaceValue, setting.workspaceFolderValue];
  const all = parts.flatMap((part) => part ?? []);
  return all.length > 0 ? [...new Set(all)] : undefined;
}

/** A table without what is unset: an absent name keeps the server's value, an empty one would not. */
export function withoutUnset(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && !isEmptyTable(value)),
  );
}

function isEmptyTable(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
  );
}
