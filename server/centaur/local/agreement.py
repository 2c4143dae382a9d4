"""What the candidates agree on: the beginning that most of the evidence shares, and how much that is."""

from collections.abc import Iterable
from dataclasses import dataclass

from centaur.local.candidates import END, Candidate

_MAJORITY = 0.5


@dataclass(frozen=True, slots=True)
class Agreement:
    """The text agreed on, whether it reaches the end of the line, and the evidence for and against it."""

    text: str
    complete: bool
    share: float
    supporters: int
    opponents: int
    best: Candidate


def agree(candidates: Iterable[Candidate]) -> Agreement | None:
    """Walk along the pieces as long as the majority of all the evidence has the same next one."""
    everyone = [(candidate.weight, candidate) for candidate in candidates]
    everything = sum(weight for weight, _ in everyone)
    agreed: list[str] = []
    supporting, share = everyone, 1.0
    while supporting and agreed[-1:] != [END]:
        piece, weight = _favourite(supporting, len(agreed))
        if weight < _MAJORITY * everything:
            break
        supporting = [(mass, one) for mass, one in supporting if one.pieces[len(agreed) :][:1] == (piece,)]
        agreed.append(piece)
        share = weight / everything
    text = "".join(agreed)
    if not text:
        return None
    _, best = max(supporting, key=lambda pair: pair[0])
    return Agreement(text, agreed[-1] == END, share, len(supporting), len(everyone) - len(supporting), best)


def _favourite(supporting: Iterable[tuple[float, Candidate]], at: int) -> tuple[str, float]:
    """The piece with the most weight behind it at this point, and that weight."""
    votes = {END: 0.0}
    for weight, candidate in supporting:
        for piece in candidate.pieces[at : at + 1]:
            votes[piece] = votes.get(piece, 0.0) + weight
    return max(votes.items(), key=lambda vote: vote[1])
