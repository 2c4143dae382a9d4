"""Explanations without an editor: facts alone, or a model that a test holds in its hands."""

from centaur.completion.ports import Cache, Model, Runtime
from centaur.completion.prompting import parse
from centaur.explanation.explainer import Explainer
from centaur.explanation.explanations import Explanations
from centaur.explanation.narrator import Narrator
from centaur.explanation.types import Voice
from centaur.explanation.why import Recent

HEAD = """+++
id = "explain/{name}"
version = 1
prefix_chars = 1000
suffix_chars = 1000
max_tokens = 100
+++
<!-- user -->
"""
SLOTS = "{{language}}|{{prefix}}|{{code}}|{{suffix}}|{{facts}}"


def explainer(run: Runtime, model: Model | None = None, cache: Cache | None = None) -> Explainer:
    """What explains: with the model, or by facts; a path with `secret` in it is excluded."""

    def excluded(path: str | None) -> str:
        return f"{path} is excluded" if "secret" in (path or "") else ""

    if model is None or cache is None:
        return Explainer(excluded, run)
    of_code, of_suggestions = (
        Narrator(Voice(model, parse(HEAD.format(name=name) + SLOTS, name)), cache, run)
        for name in ("selection", "suggestion")
    )
    return Explainer(excluded, run, of_code, of_suggestions)


def explanations(run: Runtime, explaining: Explainer | None = None) -> Explanations:
    """The explanations of one window."""
    made = explaining or explainer(run)
    return Explanations(lambda: made, Recent(run.record), run, lambda uri: f"hash of {uri}")
