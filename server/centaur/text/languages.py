"""Facts about languages by their LSP identifiers: whose a file is, and how a comment begins."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Language:
    """What is known of one language: its line comment, and the endings or whole names of its files."""

    comment: str
    files: tuple[str, ...]


# The identifiers are those of the LSP specification and of VS Code's built-in languages.
_LANGUAGES = {
    "bat": _Language("REM", (".bat", ".cmd")),
    "c": _Language("//", (".c", ".h")),
    "clojure": _Language(";", (".clj", ".cljs", ".edn")),
    "cpp": _Language("//", (".cc", ".cpp", ".cxx", ".hh", ".hpp", ".hxx")),
    "csharp": _Language("//", (".cs",)),
    "css": _Language("", (".css",)),
    "dart": _Language("//", (".dart",)),
    "dockerfile": _Language("#", ("dockerfile", "containerfile", ".dockerfile")),
    "elixir": _Language("#", (".ex", ".exs")),
    "erlang": _Language("%", (".erl", ".hrl")),
    "fsharp": _Language("//", (".fs", ".fsx")),
    "go": _Language("//", (".go",)),
    "groovy": _Language("//", (".gradle", ".groovy")),
    "haskell": _Language("--", (".hs",)),
    "html": _Language("", (".htm", ".html")),
    "ini": _Language(";", (".cfg", ".ini")),
    "java": _Language("//", (".java",)),
    "javascript": _Language("//", (".cjs", ".js", ".mjs")),
    "javascriptreact": _Language("//", (".jsx",)),
    "json": _Language("", (".json",)),
    "jsonc": _Language("//", (".jsonc",)),
    "julia": _Language("#", (".jl",)),
    "kotlin": _Language("//", (".kt", ".kts")),
    "less": _Language("//", (".less",)),
    "lua": _Language("--", (".lua",)),
    "makefile": _Language("#", ("gnumakefile", "makefile", ".mk")),
    "markdown": _Language("", (".markdown", ".md")),
    "objective-c": _Language("//", (".m",)),
    "perl": _Language("#", (".pl", ".pm")),
    "php": _Language("//", (".php",)),
    "powershell": _Language("#", (".ps1", ".psm1")),
    "python": _Language("#", (".py", ".pyi", ".pyw")),
    "r": _Language("#", (".r",)),
    "restructuredtext": _Language("..", (".rst",)),
    "ruby": _Language("#", ("gemfile", "rakefile", ".rb")),
    "rust": _Language("//", (".rs",)),
    "scala": _Language("//", (".sbt", ".scala")),
    "scss": _Language("//", (".scss",)),
    "shellscript": _Language("#", (".bash", ".sh", ".zsh")),
    "sql": _Language("--", (".sql",)),
    "swift": _Language("//", (".swift",)),
    "terraform": _Language("#", (".tf", ".tfvars")),
    "toml": _Language("#", (".toml",)),
    "typescript": _Language("//", (".cts", ".mts", ".ts")),
    "typescriptreact": _Language("//", (".tsx",)),
    "vb": _Language("'", (".vb",)),
    "vue": _Language("//", (".vue",)),
    "xml": _Language("", (".svg", ".xml", ".xsd")),
    "yaml": _Language("#", (".yaml", ".yml")),
    "zig": _Language("//", (".zig",)),
}
PROSE = frozenset({"latex", "markdown", "plaintext", "restructuredtext"})
_BY_FILE = {file: name for name, language in _LANGUAGES.items() for file in language.files}


def language_of(path: str) -> str:
    """The language of a file by its name; `plaintext` where the name says nothing."""
    name = path.replace("\\", "/").rpartition("/")[2].lower()
    _, dot, ending = name.rpartition(".")
    return _BY_FILE.get(name) or _BY_FILE.get(dot + ending, "plaintext")


def commented(text: str, language: str) -> str:
    """The lines of the text as comments, or "" where the language has none."""
    mark = line_comment(language)
    return "\n".join(f"{mark} {line}".rstrip() for line in text.splitlines()) if mark else ""


def line_comment(language: str) -> str:
    """What begins a comment that ends with its line, or "" where the language has none."""
    known = _LANGUAGES.get(language)
    return known.comment if known else ""
