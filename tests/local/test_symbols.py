"""What is known of the names of a workspace."""

from centaur.local import symbols
from centaur.local.symbols import Symbol, Symbols


def known(**files: str) -> Symbols:
    """The symbols of files by the stem of their names, all of Python."""
    found = Symbols()
    for stem, text in files.items():
        found.learn(f"/project/{stem}.py", text)
    return found


def test_a_name_leads_to_where_it_is_defined_and_how_it_is_imported() -> None:
    found = known(shapes="def area(): ...", main="from shapes import area")

    assert found.defined("area", "python") == (Symbol("/project/shapes.py", "def area()"),)
    assert found.imported("area", "python") == (Symbol("/project/main.py", "from shapes import area"),)
    assert found.defined("volume", "python") == found.imported("volume", "python") == ()


def test_languages_share_names_where_one_can_use_the_other() -> None:
    found = Symbols()
    found.learn("/project/a.ts", "export function area(): number { return 1; }")

    assert found.defined("area", "javascriptreact")
    assert not found.defined("area", "python")


def test_a_file_that_changed_or_is_gone_tells_nothing_old() -> None:
    found = known(a="def area(): ...\ndef area(): ...", b="def area(x): ...")
    assert [symbol.path for symbol in found.defined("area", "python")] == ["/project/a.py", "/project/b.py"]

    found.learn("/project/a.py", "def volume(): ...")
    assert [symbol.path for symbol in found.defined("area", "python")] == ["/project/b.py"]

    found.forget("/project/b.py")
    found.forget("/project/never.py")
    assert found.defined("area", "python") == ()
    assert found.defined("volume", "python")


def test_a_name_that_everybody_defines_is_kept_a_few_times() -> None:
    found = known(**{f"file_{number}": "def main(): ..." for number in range(20)})

    assert len(found.defined("main", "python")) == symbols.MOST_ALIKE


def test_beyond_the_limit_nothing_new_is_learned_until_something_is_forgotten() -> None:
    found = Symbols(limit=1)
    for stem in ("a", "b"):
        found.learn(f"/project/{stem}.py", f"def only_{stem}(): ...")
    assert (bool(found.defined("only_a", "python")), found.defined("only_b", "python")) == (True, ())

    found.forget("/project/a.py")
    found.learn("/project/b.py", "def only_b(): ...")
    assert found.defined("only_b", "python")


def test_a_file_too_large_to_be_parsed_beside_typing_is_left_out() -> None:
    found = known(large="def area(): ...\n" + "#" * symbols.MAX_CHARS)

    assert found.defined("area", "python") == ()
