"""When a model is said to be too slow."""

from centaur.completion.lateness import Lateness
from centaur.completion.types import Generation


def test_after_three_late_answers_the_sentence_names_the_setting() -> None:
    lateness = Lateness("slow", 1_500)
    problems = []
    for _ in range(3):
        lateness.late()
        problems.append(lateness.problem)
        lateness.took(Generation("a", "stop", first_token_ms=4_200))

    assert problems[:2] == ["", ""]
    assert lateness.problem == (
        "slow: first token after 4.2 s; your deadline is 1.5 s (deadline_ms): "
        "raise it or take a smaller model"
    )


def test_one_answer_in_time_is_enough() -> None:
    lateness = Lateness("slow", 1_500)
    for _ in range(3):
        lateness.late()
    assert lateness.problem.startswith("slow: no answer in time;")

    lateness.in_time()

    assert lateness.problem == ""
