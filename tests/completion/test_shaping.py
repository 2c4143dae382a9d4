"""The steps together: what of a model's answer reaches the editor, and who changed it."""

from centaur.completion.shaping import AFTER_CACHE, BEFORE_CACHE, apply
from tests.support.fixture import near


def check(before: str, answer: str, after: str, changed_by: tuple[str, ...]) -> None:
    around = near(before)
    kept, early = apply(answer, around, "python", BEFORE_CACHE)
    text, late = apply(kept, around, "python", AFTER_CACHE)

    assert f"{around.prefix}{text}$0{around.suffix}" == after
    assert (*early, *late) == changed_by


def test_a_good_answer_passes_untouched() -> None:
    check("def f(a, b):\n    $0\n", "return a + b", "def f(a, b):\n    return a + b$0\n", ())


def test_a_chat_that_repeats_all_around_is_cut_to_what_is_new() -> None:
    check(
        "def f(a):\n    x = g($0)\n    return x\n",
        "<think>a</think>Sure, here it is:\n```python\ndef f(a):\n    x = g(a)\n    return x\n```<|im_end|>",
        "def f(a):\n    x = g(a$0)\n    return x\n",
        ("special_tokens", "reasoning", "fences", "echo", "block_end", "rest_of_line"),
    )


def test_an_answer_that_only_repeats_is_no_answer() -> None:
    check("print($0)\n", ")", "print($0)\n", ("rest_of_line",))
    check("a = 1\n$0\n", "\n  \n", "a = 1\n$0\n", ("trailing_space",))


def test_a_cached_answer_is_shaped_to_the_document_of_today() -> None:
    cached, _ = apply("x)", near("print($0"), "python", BEFORE_CACHE)

    assert apply(cached, near("print($0"), "python", AFTER_CACHE) == ("x)", ())
    assert apply(cached, near("print($0)"), "python", AFTER_CACHE) == ("x", ("rest_of_line",))
