"""An open document as the editor last described it: a frozen value, safe to keep across an await."""

from dataclasses import dataclass

from centaur.text.buffer import Buffer


@dataclass(frozen=True, slots=True)
class Document:
    """One version of an open document. `path` is None where the text is no file (untitled).

    Of a cell of a notebook, `above` and `below` are the cells around it as code; a file stands alone.
    """

    uri: str
    path: str | None
    language: str
    version: int
    buffer: Buffer
    above: str = ""
    below: str = ""
