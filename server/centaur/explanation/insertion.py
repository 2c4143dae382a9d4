"""An explanation as documentation: in the language's own form, at the place where it belongs."""

from collections.abc import Callable

from centaur.explanation.documentation import has_docstring
from centaur.explanation.outline import Definition
from centaur.explanation.prose import prose
from centaur.explanation.types import Form, Insertion
from centaur.text.document import Document
from centaur.text.languages import line_comment
from centaur.text.positions import Position

WIDTH = 88
NARROWEST = 40
_STARS = frozenset(
    {"c", "cpp", "groovy", "java", "javascript", "javascriptreact", "kotlin", "objective-c", "php", "scala"}
    | {"typescript", "typescriptreact"}
)
_THREE_SLASHES = frozenset({"csharp", "dart", "fsharp", "rust", "swift", "zig"})
_BRACKETS = {
    "css": ("/*", "*/"),
    "html": ("<!--", "-->"),
    "markdown": ("<!--", "-->"),
    "vue": ("<!--", "-->"),
    "xml": ("<!--", "-->"),
}
_Style = Callable[[list[str]], list[str]]


def insertion(
    document: Document, line: int, definition: Definition | None, markdown: str, form: Form
) -> Insertion | None:
    """The Markdown as documentation of the definition, or as a comment above the line.

    None where the language has no comments, or nothing is left to say.
    """
    at, style = _place(document.language, line, definition, form)
    indent = _indent(document.buffer.line(at))
    lines = prose(markdown, max(NARROWEST, WIDTH - len(indent.expandtabs(4)) - len("/// ")))
    if style is None or not lines:
        return None
    ending = "\r\n" if "\r\n" in document.buffer.after(Position(0, 0), 4_000) else "\n"
    text = "".join(f"{indent}{one}".rstrip() + ending for one in style(lines))
    return Insertion(Position(at, 0), text)


def _place(language: str, line: int, definition: Definition | None, form: Form) -> tuple[int, _Style | None]:
    """The line above which the text goes, and how it is written there."""
    if form == "docstring" and definition:
        inside = definition.body_first
        if language == "python" and inside is not None and not has_docstring(definition):
            return inside, _docstring
        return definition.first, _documentation(language) or _comment(language)
    return line, _comment(language)


def _documentation(language: str) -> _Style | None:
    if language in _STARS:
        return _stars
    return _prefixed("///") if language in _THREE_SLASHES else None


def _comment(language: str) -> _Style | None:
    if mark := line_comment(language):
        return _prefixed(mark)
    return _bracketed(*_BRACKETS[language]) if language in _BRACKETS else None


def _docstring(lines: list[str]) -> list[str]:
    first, *rest = (line.replace("\\", "\\\\").replace('"""', "'''") for line in lines)
    if not rest and not first.endswith('"'):
        return [f'"""{first}"""']
    return [f'"""{first}', *rest, '"""']


def _stars(lines: list[str]) -> list[str]:
    return ["/**", *(f" * {line.replace('*/', '* /')}" for line in lines), " */"]


def _prefixed(mark: str) -> _Style:
    return lambda lines: [f"{mark} {line}" for line in lines]


def _bracketed(opening: str, closing: str) -> _Style:
    def written(lines: list[str]) -> list[str]:
        inner = (line.replace("*/", "* /").replace("--", "- -") for line in lines)
        return [opening, *inner, closing]

    return written


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
