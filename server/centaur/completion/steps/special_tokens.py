"""Cuts a text at the tokens and tags by which models are shown the parts of their input."""

import re

from centaur.completion.types import Near

_TOKEN = re.compile(
    r"<\|[A-Za-z_]{2,32}\|>"  # Qwen-Coder, CodeGemma, ChatML
    r"|<\uff5c[^\uff5c\s]{2,32}\uff5c>"  # DeepSeek writes its bars in full width
    r"|<fim_(?:prefix|suffix|middle|pad)>|<(?:file_sep|repo_name)>"  # StarCoder, Granite
    r"|<\[(?:fim-(?:prefix|suffix|middle)|(?:begin|end)\u2581of\u2581sentence)\]>"  # Seed-Coder
    r"|\u2581?<(?:SUF|MID|EOT)>"  # CodeLlama
)
_END = re.compile(r"</?s>")
_OF_PROMPTS = re.compile(  # those of prompts/inline/chat, on a line of their own
    r'^[ \t]*<(?:context|file(?: language="[^"\n]*")?)>[ \t]*\n|^[ \t]*</(?:context|file)>[ \t]*$|<cursor/>',
    re.MULTILINE,
)
_MARKUP = {"html", "javascriptreact", "markdown", "php", "typescriptreact", "vue", "xml"}


def special_tokens(text: str, _around: Near, language: str) -> str:
    """The text up to the first such token; tokens before any text are dropped."""
    text = _cut(text, _TOKEN)
    if language not in _MARKUP or language == "markdown":
        text = _cut(text, _OF_PROMPTS)
    # In markup, <s> strikes text out.
    return text if language in _MARKUP else _cut(text, _END)


def _cut(text: str, token: re.Pattern[str]) -> str:
    found = token.search(text)
    if not found:
        return text
    before = text[: found.start()]
    return before if before.strip() else text[found.end() :]
