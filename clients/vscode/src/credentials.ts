/** API keys: one for each endpoint's origin, in the editor's secret storage and nowhere else. */

import { type ExtensionContext, window } from "vscode";
import { keyOrigin } from "./origins";
import { modelEndpoints } from "./settings";

const ORIGINS = "apiKeyOrigins";
const ANOTHER = "Another endpoint…";

/** The keys that the user entrusted to the editor. */
export class Credentials {
  constructor(private readonly context: Pick<ExtensionContext, "secrets" | "globalState">) {}

  /** The keys in the form in which the server's process inherits them; it forgets them after reading. */
  async environment(): Promise<NodeJS.ProcessEnv> {
    const keys: Record<string, string> = {};
    for (const origin of this.origins()) {
      const key = await this.context.secrets.get(entry(origin));
      if (key) keys[origin] = key;
    }
    return Object.keys(keys).length > 0 ? { CENTAUR_API_KEYS: JSON.stringify(keys) } : {};
  }

  /** Asks for an endpoint and its key; an empty key removes it. Tells whether anything changed. */
  async ask(): Promise<boolean> {
    const origin = await this.askOrigin();
    if (!origin) return false;
    const key = await window.showInputBox({
      title: `API key for ${origin}`,
      prompt: "Kept in the editor's secret storage and sent to this origin only. Leave empty to remove it.",
      password: true,
      ignoreFocusOut: true,
    });
    if (key === undefined) return false;
    if (key.trim() === "") await this.context.secrets.delete(entry(origin));
    else await this.context.secrets.store(entry(origin), key.trim());
    await this.context.globalState.update(ORIGINS, [...new Set([...this.origins(), origin])]);
    return true;
  }

  private origins(): readonly string[] {
    return this.context.globalState.get<string[]>(ORIGINS, []);
  }

  private async askOrigin(): Promise<string | undefined> {
    const endpoints = [
      ...new Set([...modelEndpoints(), ...this.origins()].flatMap((url) => keyOrigin(url).origin ?? [])),
    ];
    const title = "Which endpoint is the key for?";
    const choice =
      endpoints.length > 0 ? await window.showQuickPick([...endpoints, ANOTHER], { title }) : ANOTHER;
    if (choice !== ANOTHER) return choice;
    const url = await window.showInputBox({
      title,
      placeHolder: "https://api.openai.com/v1",
      ignoreFocusOut: true,
      validateInput: (value) => keyOrigin(value).problem,
    });
    return url === undefined ? undefined : keyOrigin(url).origin;
  }
}

function entry(origin: string): string {
  return `apiKey:${origin}`;
}
