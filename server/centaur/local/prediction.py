"""What the local engine answers with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the local engine offers: the text after the cursor and how sure it is, 0 to 1."""

    text: str
    confidence: float
