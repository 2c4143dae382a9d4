/** Labels of sentences: one click opens the list, a second one labels; the list stays open for more. */

import { type QuickInputButton, type QuickPickItem, ThemeIcon, window } from "vscode";

type Label = "good" | "factual_error" | "irrelevant" | "style";

interface LabelButton extends QuickInputButton {
  readonly label: Label;
}

interface SentenceItem extends QuickPickItem {
  readonly index: number;
}

const BUTTONS: readonly LabelButton[] = [
  { label: "good", tooltip: "Good", iconPath: new ThemeIcon("thumbsup") },
  { label: "factual_error", tooltip: "Factual error", iconPath: new ThemeIcon("error") },
  { label: "irrelevant", tooltip: "Irrelevant", iconPath: new ThemeIcon("circle-slash") },
  { label: "style", tooltip: "Style", iconPath: new ThemeIcon("symbol-color") },
];

/** Lists the sentences with a button for each label; resolves when the list is closed. */
export function pickLabels(
  sentences: readonly { readonly text: string; readonly section: string }[],
  tell: (sentence: number, label: Label) => unknown,
): Promise<void> {
  const chosen = new Map<number, string>();
  const list = window.createQuickPick<SentenceItem>();
  list.title = "Centaur: label sentences";
  list.placeholder = "Good, factual error, irrelevant, or style: click the sign beside a sentence";
  const draw = () => {
    list.items = sentences.map(({ text, section }, index) => ({
      index,
      label: text.replace(/\s+/g, " "),
      description: chosen.get(index) ?? section,
      buttons: BUTTONS,
      alwaysShow: true,
    }));
  };
  draw();
  list.keepScrollPosition = true;
  return new Promise((resolve) => {
    list.onDidTriggerItemButton(({ item, button }) => {
      const { label, tooltip } = button as LabelButton;
      chosen.set(item.index, `✓ ${tooltip}`);
      tell(item.index, label);
      draw();
    });
    list.onDidAccept(() => list.hide());
    list.onDidHide(() => {
      list.dispose();
      resolve();
    });
    list.show();
  });
}
