"""A lexer for any language: one line at a time, never failing, words and operators kept, comments dropped."""

import re
from dataclasses import dataclass
from functools import cache
from sys import intern

from centaur.text.languages import line_comment

ABOVE, BESIDE, BELOW = "\n<", "\n=", "\n>"  # how a line is indented, against the line of code before it
LINE_STARTS = (ABOVE, BESIDE, BELOW)
OPAQUE = "\a"  # stands for a string too long to be worth keeping
MAX_STRING = 60
MAX_LINE = 400  # longer lines are data or generated
MAX_GAP = 255  # spaces between tokens, so that a byte holds them
TAB = 4

_RESERVED = """
abstract and as assert async auto await bool break byte case catch chan char class const constexpr continue
crate def default defer del delete do double elif else enum export extends extern false final finally float
fn for foreach from func function global go goto if impl implements import in inline instanceof int
interface is lambda let long loop match mod module mut namespace new nil nonlocal not null operator or
override package pass private protected pub public raise range readonly ref return self short signed sizeof
static str string struct super switch template then this throw throws trait true try type typedef typeof
undefined union unsafe unsigned use using val var virtual void volatile when where while with yield None
True False
"""
KEYWORDS = frozenset(_RESERVED.split())  # reserved in one language or another, and rarely names elsewhere
QUOTES = frozenset("\"'`")
TRIPLES = ('"""', "'''")


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens of a line, the spaces before each, and how far the line is indented."""

    indent: int
    tokens: tuple[str, ...]
    gaps: bytes
    in_comment: bool = False


def lex(line: str, language: str) -> Line:
    """The line as tokens; one too long to have been written by hand has none."""
    if len(line) > MAX_LINE:
        return Line(0, (), b"")
    expanded = line.expandtabs(TAB)
    stripped = expanded.lstrip()
    indent = len(expanded) - len(stripped)
    found = _pattern(language).findall(stripped)
    marker = line_comment(language)
    in_comment = bool(found and marker and found[-1][1].startswith(marker))
    if in_comment:
        found.pop()
    tokens = tuple([intern(token) if len(token) <= MAX_STRING else OPAQUE for _, token in found])
    return Line(indent, tokens, bytes([min(len(gap), MAX_GAP) for gap, _ in found]), in_comment)


def kind(token: str) -> str:
    """What a token is alike: a name, a string and a number stand for all their kind, the rest for itself."""
    if token.isidentifier():
        return token if token in KEYWORDS else "a"
    if token[-1:] in QUOTES:
        return '"'
    return "0" if token[:1].isdigit() else token


@cache
def _pattern(language: str) -> re.Pattern[str]:
    marker = line_comment(language)
    comment = rf"{re.escape(marker)}.*|" if marker else ""
    return re.compile(
        rf"(\s*)({comment}\"\"\"|\'\'\'"
        r"|[rRbBfFuU]{0,2}\"(?:[^\"\\]+|\\.)*(?:\"|\\?$)|(?<![\w&<])[rRbBfFuU]{0,2}'(?:[^'\\]+|\\.)*(?:'|\\?$)"
        r"|`[^`]*(?:`|$)|[^\W\d]\w*|\d[\w.]*"
        r"|\.\.\.|===|!==|<<=|>>=|\*\*=|//=|->|=>|<-|::|:=|\*\*|//|==|!=|<=|>=|&&|\|\||\+\+|--|[-+*/%&|^]=|<<|>>|\?\.|\?\?"
        r"|\S)"
    )
