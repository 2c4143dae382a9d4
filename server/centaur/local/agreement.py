"""What the candidates agree on: the beginning that most of the evidence shares, and how much that is."""

from collections.abc import Iterable
from dataclasses import dataclass

from centaur.local.candidates import END, Candidate

MAJORITY = 0.5


@dataclass(frozen=True, slots=True)
class Agreement:
    """The text agreed on, whether it reaches the end of the line, and the evidence behind it."""

    text: str
    complete: bool
    share: float
    supporters: int
    opponents: int
    best: Candidate


def agree(candidates: Iterable[Candidate]) -> Agreement | None:
    """Walk along the pieces as long as one next piece holds the majority of all the evidence."""
    weighed = [(weight(candidate), candidate) for candidate in candidates]
    everything = sum(mass for mass, _ in weighed)
    pieces: list[str] = []
    supporting, share = weighed, 1.0
    while supporting:
        votes: dict[str, float] = {}
        for mass, candidate in supporting:
            piece = candidate.pieces[len(pieces)] if len(candidate.pieces) > len(pieces) else None
            if piece is not None:
                votes[piece] = votes.get(piece, 0.0) + mass
        if not votes:
            break
        piece = max(votes, key=votes.__getitem__)
        if votes[piece] < MAJORITY * everything:
            break
        share = votes[piece] / everything
        at = len(pieces)
        supporting = [
            (mass, one) for mass, one in supporting if len(one.pieces) > at and one.pieces[at] == piece
        ]
        pieces.append(piece)
        if piece == END:
            break
    text = "".join(pieces)
    if not text:
        return None
    best = max(supporting, key=lambda pair: pair[0])[1]
    return Agreement(text, pieces[-1] == END, share, len(supporting), len(weighed) - len(supporting), best)


def weight(candidate: Candidate) -> float:
    """How much a candidate counts: the closer its context, the more."""
    return 2.0 ** min(candidate.literal, 12) * 1.4**candidate.alike * (1.0, 2.0, 4.0)[candidate.nearness]
