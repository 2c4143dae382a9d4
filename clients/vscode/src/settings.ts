/** The settings as the server knows them: what the user set, by the names of the server. */

import { ConfigurationTarget, workspace } from "vscode";
import { type Inspected, joinedExclusions, narrowedLanguages, withoutUnset } from "./narrowing";

type Languages = Readonly<Record<string, boolean>>;

const BUDGETS = ["usd_per_day", "requests_per_minute", "tokens_per_minute", "tokens_per_day"];

/** Every value that was set; defaults are the server's own, and a workspace only narrows. */
export function chosenSettings(): Record<string, unknown> {
  return withoutUnset({
    engines: inspect("engines").globalValue,
    models: inspect("models").globalValue,
    suggest: withoutUnset({
      delay: inspect("suggest.delay").globalValue,
      candidates: inspect("suggest.candidates").globalValue,
      multiline: inspect("suggest.multiline").globalValue,
      speculative: inspect("suggest.speculative").globalValue,
      languages: narrowedLanguages(inspect("suggest.languages")),
    }),
    budget: withoutUnset(
      Object.fromEntries(BUDGETS.map((name) => [name, inspect(`budget.${name}`).globalValue])),
    ),
    explain: withoutUnset({ model: inspect("explain.model").globalValue }),
    privacy: withoutUnset({ exclude: joinedExclusions(inspect("privacy.exclude")) }),
    evidence: withoutUnset({
      level: chosenLevel(),
      retention_days: inspect("evidence.retention_days").globalValue,
    }),
  });
}

/** What the user wants recorded, if they have said so. */
export function chosenLevel(): string | undefined {
  return inspect<string>("evidence.level").globalValue;
}

/** Sets what is recorded, in the user's own settings. */
export async function chooseLevel(level: string): Promise<void> {
  await workspace.getConfiguration("centaur").update("evidence.level", level, ConfigurationTarget.Global);
}

/** The server's command as the user of this machine set it; empty when it is to be looked for. */
export function serverCommand(): readonly string[] {
  const command = inspect<unknown>("server.command").globalValue;
  return Array.isArray(command) ? command.map(String) : [];
}

/** The endpoints of the models that the user configured. */
export function modelEndpoints(): readonly string[] {
  const models = inspect<Record<string, { endpoint?: unknown }>>("models").globalValue ?? {};
  return Object.values(models).flatMap((model) =>
    typeof model.endpoint === "string" ? [model.endpoint] : [],
  );
}

/** Whether suggestions are wanted in a language. */
export function languageEnabled(language: string): boolean {
  const setting = inspect<Languages>("suggest.languages");
  const languages = { ...setting.defaultValue, ...narrowedLanguages(setting) };
  return languages[language] ?? languages["*"] ?? true;
}

/** Turns suggestions on or off for a language, in the user's own settings. */
export async function enableLanguage(language: string, enabled: boolean): Promise<void> {
  const chosen = inspect<Languages>("suggest.languages").globalValue;
  const languages = { ...chosen, [language]: enabled };
  await workspace
    .getConfiguration("centaur")
    .update("suggest.languages", languages, ConfigurationTarget.Global);
}

function inspect<T>(name: string): Inspected<T> {
  return workspace.getConfiguration("centaur").inspect<T>(name) ?? {};
}
