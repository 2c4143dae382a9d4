"""How sure the local engine is of what the candidates agree on: a logistic regression over few features."""

from math import exp, log1p

from centaur.local.agreement import Agreement
from centaur.local.candidates import SAME_DOCUMENT
from centaur.local.lexer import LINE_STARTS
from centaur.local.query import Query

# From `python -m benchmarks.local_engine --fit --questions 600`: held-out lines of the packages it names.
WEIGHTS = {
    "always": 0.06,
    "share": 1.87,
    "support": 0.96,
    "shared_support": 1.63,
    "alone": -0.96,
    "unopposed": 0.14,
    "opposition": -0.64,
    "literal": 0.29,
    "alike": 1.31,
    "follows": 1.17,
    "renamed": -0.76,
    "strange": -1.22,
    "same_document": 0.03,
    "complete": -0.04,
    "length": -2.7,
    "pieces": -0.62,
    "typed": 0.43,
    "at_line_start": -0.23,
    "has_string": -0.06,
}


def confidence(agreement: Agreement, query: Query) -> float:
    """The chance, 0 to 1, that nothing of the text would have to be deleted again."""
    score = sum(WEIGHTS[name] * value for name, value in features(agreement, query).items())
    return 1 / (1 + exp(-score))


def features(agreement: Agreement, query: Query) -> dict[str, float]:
    """What the confidence is made from, each about 0 to 1."""
    best, support = agreement.best, log1p(agreement.supporters) / 4
    return {
        "always": 1.0,
        "share": agreement.share**4,
        "support": support,
        "shared_support": agreement.share * support,
        "alone": float(agreement.supporters == 1),
        "unopposed": float(agreement.opponents == 0),
        "opposition": log1p(agreement.opponents) / 4,
        "literal": min(best.literal, 12) / 12,
        "alike": best.alike / 24,
        "follows": min(best.follows, 4) / 4,
        "renamed": best.renamed / 3,
        "strange": best.strange / 3,
        "same_document": float(best.nearness == SAME_DOCUMENT),
        "complete": float(agreement.complete),
        "length": log1p(len(agreement.text)) / 4,
        "pieces": len(best.pieces) / 10,
        "typed": min(len(query.typed), 6) / 6,
        "at_line_start": float(query.context[-1] in LINE_STARTS),
        "has_string": float(any(quote in agreement.text for quote in "\"'")),
    }
