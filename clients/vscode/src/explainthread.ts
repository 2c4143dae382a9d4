/** One comment thread that holds one explanation: what it says, and the words a person made of it. */

import {
  CancellationTokenSource,
  type CancellationToken,
  type Comment,
  CommentMode,
  type CommentThread,
  MarkdownString,
  type Uri,
} from "vscode";

/** What the server says of a question. */
export interface Answer {
  readonly explanationId: string;
  readonly kind: "explanation" | "facts" | "none";
  readonly markdown: string;
  readonly sentence: string;
  readonly sentences: readonly { readonly text: string; readonly section: string }[];
  readonly range?: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
}

/** How a suggestion came about, and what a model says of it. */
export interface Why {
  readonly markdown: string;
  readonly explanation?: Answer;
}

/** What a partial result holds: all of the Markdown so far. */
export interface Partial {
  readonly markdown: string;
}

/** The comment of a thread. */
export interface Words extends Comment {
  readonly owner: ExplanationThread;
}

/** VS Code shows a thread 100 ms after its last change, so changes that come faster would never be seen. */
const REDRAW_MS = 150;
const TITLES = { explanation: "Explanation", facts: "Summary of facts", none: "" };

/** From the first word on the screen to its end. */
export class ExplanationThread {
  id = "";
  text = "";
  sentences: Answer["sentences"] = [];
  suggestionId = "";
  private facts = "";
  private lines = "";
  private readonly cancelling = new CancellationTokenSource();
  private drawn = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(readonly commentThread: CommentThread) {}

  get uri(): Uri {
    return this.commentThread.uri;
  }

  /** Shows what comes while it comes; the first words at once, later ones as fast as anybody can read. */
  async listen<T>(
    ask: (partial: (value: Partial) => void, token: CancellationToken) => Promise<T | undefined> | undefined,
  ): Promise<T | undefined> {
    this.commentThread.contextValue = "streaming";
    this.commentThread.label = "Asking…";
    this.draw("…");
    const answer = await ask(({ markdown }) => this.drawSoon(markdown), this.cancelling.token);
    clearTimeout(this.timer);
    return answer;
  }

  /** The whole explanation, which can be decided upon from now on. */
  show({ explanationId, kind, markdown, sentences, range }: Answer): void {
    this.id = explanationId;
    this.sentences = sentences;
    this.lines = JSON.stringify(range ?? null);
    this.commentThread.contextValue = this.suggestionId ? "told" : "decidable";
    this.commentThread.label = this.suggestionId ? "What the model says of it" : TITLES[kind];
    this.draw(markdown);
  }

  /** The facts of a suggestion, and perhaps why a model says nothing of it. */
  showWhy(suggestionId: string, why: Why | undefined, sentence = ""): void {
    this.suggestionId = suggestionId;
    this.facts = why?.markdown ?? this.facts;
    this.commentThread.contextValue = sentence ? "closable" : "why";
    this.commentThread.label = "Why this suggestion?";
    this.draw(sentence ? `${this.facts}\n\n> ${sentence}` : this.facts);
  }

  /** Whether the other answer is about the same lines. */
  isAbout(answer: Answer): boolean {
    return !this.suggestionId && this.lines === JSON.stringify(answer.range ?? null);
  }

  /** The words become editable in place. */
  edit(words: Words): void {
    this.commentThread.comments = [{ ...words, body: this.text, mode: CommentMode.Editing } as Words];
  }

  /** The person's words take the place of the model's. */
  save(words: Words): void {
    this.draw(typeof words.body === "string" ? words.body : words.body.value);
  }

  /** The words stay what they were. */
  cancel(): void {
    this.draw(this.text);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.cancelling.cancel();
    this.cancelling.dispose();
    this.commentThread.dispose();
  }

  private drawSoon(markdown: string): void {
    clearTimeout(this.timer);
    const wait = Math.max(0, this.drawn + REDRAW_MS - Date.now());
    this.timer = setTimeout(() => this.draw(markdown), wait);
  }

  private draw(markdown: string): void {
    this.drawn = Date.now();
    this.text = markdown;
    // Neither trusted nor HTML: the server has made it harmless, and the editor need not believe that.
    const body = new MarkdownString(markdown);
    const words: Words = {
      owner: this,
      body,
      mode: CommentMode.Preview,
      author: { name: "Centaur" },
      contextValue: this.commentThread.contextValue ?? "",
    };
    this.commentThread.comments = [words];
  }
}
