"""What is known beside the text at the cursor: documents, edits, problems, and the files of the workspace."""

from dataclasses import dataclass, field

from centaur.completion.neighbours import Neighbours
from centaur.completion.problems import Problems
from centaur.local.symbols import Symbols


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Each part is kept up to date by whoever hears of it; `gather` asks them all."""

    neighbours: Neighbours = field(default_factory=Neighbours)
    problems: Problems = field(default_factory=Problems)
    symbols: Symbols = field(default_factory=Symbols)
