"""The rules of the house, executed: sizes, first sentences, forbidden calls, layers."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SERVER = ROOT / "server" / "centaur"
MODULES = sorted(path for path in SERVER.rglob("*.py") if path.name != "__init__.py" or path.stat().st_size)
MAX_MODULE_LINES = 350
MEDIAN_MODULE_LINES = 120
MAX_FUNCTION_LINES = 45
MEDIAN_FUNCTION_LINES = 10


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert function.end_lineno
    return function.end_lineno - function.lineno + 1


def test_no_module_has_grown_into_two_rooms() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in MODULES}

    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > MAX_MODULE_LINES} == {}
    assert statistics.median(lengths.values()) <= MEDIAN_MODULE_LINES


def test_functions_stay_short_enough_to_read_at_once() -> None:
    lengths = {
        f"{path.relative_to(ROOT)}:{function.name}": body_lines(function)
        for path in MODULES
        for function in functions(ast.parse(path.read_text()))
    }

    assert {name: n for name, n in lengths.items() if n > MAX_FUNCTION_LINES} == {}
    assert statistics.median(lengths.values()) <= MEDIAN_FUNCTION_LINES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SERVER)))
def test_every_module_opens_with_one_sentence_that_says_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""

    assert re.match(r"[A-Z«`][^\n]*[.:]$", docstring.split("\n")[0]), f"{path}: {docstring!r}"


FORBIDDEN_CALLS = {"eval", "exec", "compile", "print", "__import__"}
FORBIDDEN_MODULES = {"pickle", "marshal", "subprocess", "shelve", "ctypes"}
MAY_PRINT = {SERVER / "cli.py"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SERVER)))
def test_nothing_in_the_server_can_run_code_or_a_process_or_edit_a_file_of_the_user(path: Path) -> None:
    tree = ast.parse(path.read_text())
    calls = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    imports = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    allowed = {"print"} if path in MAY_PRINT else set()

    assert calls & FORBIDDEN_CALLS <= allowed
    assert imports & FORBIDDEN_MODULES == set()
    assert not re.search(r"apply_?edit|yaml\.load|os\.system", path.read_text(), re.IGNORECASE)


def test_the_client_trusts_no_markdown_and_runs_no_text() -> None:
    for path in tracked("clients/vscode/src/*.ts"):
        assert not re.search(
            r"isTrusted\s*[:=]\s*true|supportHtml\s*[:=]\s*true|\beval\(", path.read_text()
        ), path


def test_the_client_uses_no_proposed_api() -> None:
    assert "enabledApiProposals" not in (ROOT / "clients/vscode/package.json").read_text()


def test_the_prompts_hold_no_code() -> None:
    # An __init__.py in a force-included folder would shadow the package in an editable install.
    assert [path for path in (ROOT / "prompts").rglob("*") if path.suffix == ".py"] == []


def test_locks_name_no_registry() -> None:
    for path in tracked("*package-lock.json"):
        assert '"resolved"' not in path.read_text(), path
    for path in tracked("requirements*.txt"):
        assert "://" not in path.read_text(), path


def test_every_dependency_is_locked_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lock = (ROOT / "requirements.txt").read_text().lower()
    for requirement in project["project"]["dependencies"]:
        name = re.split(r"[<>=\[ ]", requirement)[0].lower()
        assert re.search(rf"^{re.escape(name)}==.*\\\n\s+--hash=sha256:", lock, re.MULTILINE), name


def test_every_dependency_and_every_lint_exclusion_carries_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    named = "dependencies|parquet|report|otlp|cost|dev|ignore"
    lists = re.findall(rf"^(?:{named}) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)

    assert len(lists) == 7
    assert [line for entries in lists for line in entries.splitlines() if " # " not in line] == []


def test_the_server_answers_initialize_before_it_loads_what_is_heavy() -> None:
    heavy = {"openai", "httpx2", "ibis", "diskcache", "keyring", "numpy", "rich.console", "centaur.app"}
    code = "import sys, centaur.cli, centaur.commands.serve; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert heavy & set(loaded) == set()


@pytest.mark.parametrize(("document", "least"), [("ARCHITECTURE.md", 15), ("docs/robustness.md", 40)])
def test_every_test_that_a_document_names_exists(document: str, least: int) -> None:
    named = re.findall(
        r"`((?:tests|clients|benchmarks)/[\w/.]+\.\w+)(?:::(\w+))?`", (ROOT / document).read_text()
    )

    assert len(named) >= least
    assert [file for file, _ in named if not (ROOT / file).is_file()] == []
    assert [test for file, test in named if f"def {test}" not in (ROOT / file).read_text() and test] == []


def test_the_layers_hold() -> None:
    assert lint_imports(ROOT / "pyproject.toml") == 0


def test_a_planted_wrong_import_breaks_the_layers(tmp_path: Path) -> None:
    package = tmp_path / "centaur"
    for path in SERVER.rglob("*.py"):
        target = package / path.relative_to(SERVER)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text())
    with (package / "text" / "positions.py").open("a") as file:
        file.write("\nimport centaur.completion.types\n")

    assert lint_imports(ROOT / "pyproject.toml", source=tmp_path) != 0


def lint_imports(config: Path, source: Path = SERVER.parent) -> int:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    environment = {"PYTHONPATH": str(source), "PATH": ""}
    return subprocess.run(
        [*command, "--config", str(config), "--no-cache"],
        cwd=source,
        env=environment,
        capture_output=True,
        check=False,
    ).returncode
