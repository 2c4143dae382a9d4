"""What the candidates agree on: the beginning that most of the evidence shares, and how much that is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from centaur.local.candidates import END, Candidate

_MAJORITY = 0.5


@dataclass(frozen=True, slots=True)
class Agreement:
    """A text agreed on, whether it reaches the end of the line, and the evidence for and against it."""

    text: str
    complete: bool
    share: float
    supporters: int
    opponents: int
    best: Candidate


def agreements(candidates: Iterable[Candidate]) -> Iterator[Agreement]:
    """Longer and longer texts, a piece at a time, as long as the majority of all the evidence goes along."""
    everyone = [(candidate.weight, candidate) for candidate in candidates]
    everything = sum(weight for weight, _ in everyone)
    agreed: list[str] = []
    supporting = everyone
    while supporting and agreed[-1:] != [END]:
        piece, weight = _favourite(supporting, len(agreed))
        if weight < _MAJORITY * everything:
            return
        supporting = [(mass, one) for mass, one in supporting if one.pieces[len(agreed) :][:1] == (piece,)]
        agreed.append(piece)
        _, best = max(supporting, key=lambda pair: pair[0])
        opponents = len(everyone) - len(supporting)
        share = weight / everything
        yield Agreement("".join(agreed), piece == END, share, len(supporting), opponents, best)


def _favourite(supporting: Iterable[tuple[float, Candidate]], at: int) -> tuple[str, float]:
    """The piece with the most weight behind it at this point, and that weight."""
    votes = {END: 0.0}
    for weight, candidate in supporting:
        for piece in candidate.pieces[at : at + 1]:
            votes[piece] = votes.get(piece, 0.0) + weight
    return max(votes.items(), key=lambda vote: vote[1])
