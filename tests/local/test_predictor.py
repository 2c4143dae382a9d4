"""What the local engine proposes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.local.predictor import LocalEngine, Stats
from centaur.text.buffer import Edit
from centaur.text.document import Document
from centaur.text.positions import Position
from tests.local.fixture import at, check, documents, engine, often, opened, propose

DATACLASS = "@dataclass(frozen=True, slots=True)\nclass Point:\n    x: int\n"
MAIN = 'if __name__ == "__main__":\n    main()\n'


def test_the_rest_of_a_line_seen_before_is_proposed() -> None:
    check("@dataclass($0", "frozen=True, slots=True)", seen=DATACLASS)
    check("if __name__ == $0", '"__main__":', seen=MAIN)
    check("from dataclasses import $0", "dataclass", seen="from dataclasses import dataclass\n")


def test_a_word_or_a_string_begun_is_completed_with_what_follows_it() -> None:
    check("@dataclass(fro$0", "zen=True, slots=True)", seen=DATACLASS)
    check('if __name__ == "__ma$0', 'in__":', seen=MAIN)


def test_a_space_is_proposed_only_where_none_was_typed() -> None:
    check("@dataclass(frozen=True,$0", " slots=True)", seen=DATACLASS)
    check("@dataclass(frozen=True, $0", "slots=True)", seen=DATACLASS)


def test_what_follows_the_cursor_is_not_repeated() -> None:
    check("@dataclass($0)", "frozen=True, slots=True", seen=DATACLASS)
    check('if __name__ == "__ma$0":', "in__", seen=MAIN)


def test_a_shorter_text_that_fits_is_better_than_a_longer_one_that_does_not() -> None:
    check("path = 1\nvalue = read($0)", "path,", seen="path = 1\nvalue = read(path, (\n")


def test_nothing_is_proposed_in_the_middle_of_a_line() -> None:
    check("@dataclass($0 order=True)", "", seen=DATACLASS)


def test_a_whole_line_is_proposed_where_it_always_follows() -> None:
    seen = "try:\n    run()\nexcept KeyboardInterrupt:\n    sys.exit(130)\n"
    check("import sys\ntry:\n    run()\nexcept KeyboardInterrupt:\n    $0", "sys.exit(130)", seen)


def test_only_the_beginning_on_which_the_evidence_agrees_is_proposed() -> None:
    files = {
        f"/{name}.py": f"class A:\n    def __init__(self, {name}):\n        pass\n" for name in "abcdefghijkl"
    }
    _, document, cursor = documents("class B:\n    def __init__($0")

    assert propose(engine(files, document), document, cursor) == "self,"


def test_where_the_evidence_disagrees_nothing_is_proposed() -> None:
    files = {f"/{name}.py": f"value = call({name}, {name}, {name})\n" for name in "abcdefghijkl"}
    _, document, cursor = documents("value = call($0")

    assert propose(engine(files, document), document, cursor) == ""


def test_names_are_changed_to_those_of_here() -> None:
    seen = "def read(old_path):\n    return wrap(old_path, limit)\n"
    check("def write(new_path):\n    return wrap($0", "new_path, limit)", seen)


def test_a_part_of_a_name_is_changed_like_the_name() -> None:
    seen = "class A:\n    def __init__(self, reader, size):\n        self._reader = reader\n"
    check("class B:\n    def __init__(self, writer):\n        self._writer = $0", "writer", seen)


def test_the_open_document_counts_more_than_the_workspace() -> None:
    here = "".join(f"{name} = 1\nlog.info(message, extra=context)\n" for name in "abcdefgh")
    check(f"{here}i = 1\nlog.info($0", "message, extra=context)", seen="z = 1\nlog.info(text, level)\n")


def test_what_was_seen_once_is_not_enough() -> None:
    check(f"#- once.py\n{DATACLASS}#- main.py\n@dataclass($0", "")


def test_a_long_string_is_never_proposed() -> None:
    check("message = $0", "", seen=f'message = "{"long " * 30}"\n')


def test_a_name_that_stands_nearby_is_completed() -> None:
    check("connection_pool = make()\nprint(conn$0)", "ection_pool")


def test_a_name_that_is_complete_already_is_left_alone() -> None:
    check("con = 1\n" + "connection_pool += 1\n" * 9 + "print(con$0)", "")


def test_a_word_with_several_continuations_is_left_open() -> None:
    check("connection_pool = connection_pool\nconnection_time = 2\nprint(conn$0)", "")


def test_a_name_is_not_completed_from_itself() -> None:
    check("print(connection_po$0)", "")


def test_other_languages_are_learned_too() -> None:
    seen = "import { useState } from 'react';\n"
    check("#- main.ts\nimport { useState } $0", "from 'react';", seen)
    check("#- main.go\nif err != $0", "nil {", seen="if err != nil {\n\treturn err\n}\n")


def test_comments_docstrings_and_prose_are_left_to_the_human() -> None:
    check("@dataclass(  # why$0", "", seen=DATACLASS)
    check('def f():\n    """Tell.\n\n    @dataclass($0', "", seen=DATACLASS)
    check("#- main.md\n@dataclass($0", "", seen=DATACLASS)
    check("the class is made by @dataclass($0", "", seen=DATACLASS)


def test_nothing_is_said_where_nothing_is_known() -> None:
    check("$0", "")
    check("value = $0", "")
    check("completely_unseen.thing(argu$0", "", seen=DATACLASS)


def test_the_line_being_typed_is_no_evidence_for_itself() -> None:
    document = opened("handle(request, response, context)\n")
    made = engine({}, document)
    shorter = edited(made, document, "(request, response, context)", "")

    assert propose(made, shorter, at(shorter, len("handle"))) == ""


def test_what_was_typed_a_moment_ago_counts() -> None:
    document = opened("")
    made = engine({}, document)
    for _ in range(4):
        for character in "handle(request, response, context)\n":
            end = document.buffer.length
            document = typed(made, document, end, character)
    document = typed(made, document, document.buffer.length, "handle(")

    assert propose(made, document, at(document, document.buffer.length)) == "request, response, context)"


def test_a_line_typed_below_another_is_known_to_follow_it() -> None:
    document = opened("")
    made = engine({}, document)
    for number in range(9):
        for line in (f"for item in range({number}):\n", "    visit(item, depth)\n", f"done({number})\n"):
            document = typed(made, document, document.buffer.length, line)
    document = typed(made, document, document.buffer.length, "for item in range(9):\n    ")

    assert propose(made, document, at(document, document.buffer.length)) == "visit(item, depth)"


def test_a_line_that_was_deleted_counts_no_more() -> None:
    lines = "handle(request, response, context)\n" * 6
    document = opened(f"{lines}\nhandle(")
    made = engine({}, document)
    assert propose(made, document, at(document, document.buffer.length)) != ""

    document = edited(made, document, lines, "")
    assert propose(made, document, at(document, document.buffer.length)) == ""


def test_the_saved_copy_of_an_open_file_is_no_evidence() -> None:
    lines = "handle(request, response, context)\n" * 20
    document = opened("handle(")

    assert propose(engine({"/other.py": lines}, document), document, Position(0, 7)) != ""
    assert propose(engine({"/main.py": lines}, document), document, Position(0, 7)) == ""


def test_another_open_document_counts_until_it_is_closed() -> None:
    document, other = opened("handle("), opened("handle(request, response)\n" * 9, "/other.py")
    made = engine({}, document, other)
    assert propose(made, document, Position(0, 7)) == "request, response)"

    made.closed(other.uri)
    assert propose(made, document, Position(0, 7)) == ""


def test_a_file_that_is_forgotten_leaves_no_trace() -> None:
    document = opened("@dataclass(")
    made = engine(often(DATACLASS), document)
    assert made.stats.files == len(often(DATACLASS))

    for path in often(DATACLASS):
        made.forget(path)

    assert made.stats == Stats(files=0, tokens=0)
    assert propose(made, document, Position(0, 11)) == ""


def test_a_file_learned_again_replaces_what_was_known_of_it() -> None:
    document = opened("@dataclass(")
    made = engine(often(DATACLASS), document)
    before = made.stats

    for path, text in often(DATACLASS).items():
        made.learn(path, text)

    assert made.stats == before


def test_a_document_too_large_to_read_at_once_is_answered_from_the_others_alone() -> None:
    document = opened("handle(request, response)\n" * 20_000 + "\n@dataclass(\nhandle(")
    made = engine(often(DATACLASS), document)

    assert propose(made, document, Position(20_001, 11)) == "frozen=True, slots=True)"
    assert propose(made, document, Position(20_002, 7)) == ""


TEXT = st.text(alphabet=st.sampled_from("ab_(). =,:\"'#\n\r\t1é\U0001d4b3\u2028\\{}"), max_size=60)


@given(TEXT, st.integers(0, 5), st.integers(0, 30), st.sampled_from([".py", ".ts", ".rs", ".md", ""]))
@settings(max_examples=300, deadline=None)
def test_any_text_and_any_cursor_get_at_most_one_line(text: str, line: int, column: int, suffix: str) -> None:
    document = opened(text, f"/main{suffix}")
    made = engine({f"/{n}{suffix}": text + "\nab = (a, b)\n" for n in range(4)}, document)

    assert not set(propose(made, document, Position(line, column))) & set("\r\n")


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_text_is_too_odd_to_learn(one: str, other: str) -> None:
    document = opened(one)
    made = engine({"/a.py": other, "/b": one}, document)

    propose(made, document, at(document, len(one)))


def typed(made: LocalEngine, document: Document, offset: int, text: str) -> Document:
    """The document after the text was typed, as the engine was told."""
    place = at(document, offset)
    buffer, edit = document.buffer.replace(place, place, text)
    return told(made, document, buffer.text, edit)


def edited(made: LocalEngine, document: Document, old: str, new: str) -> Document:
    """The document after the first such text was replaced, as the engine was told."""
    start = document.buffer.text.index(old)
    buffer, edit = document.buffer.replace(at(document, start), at(document, start + len(old)), new)
    return told(made, document, buffer.text, edit)


def told(made: LocalEngine, document: Document, text: str, edit: Edit) -> Document:
    assert document.path
    after = opened(text, document.path)
    made.changed(after, [edit])
    return after
