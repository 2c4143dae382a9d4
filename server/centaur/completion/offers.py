"""What is on offer: where a proposal's candidates become suggestions whose lives the evidence follows."""

from collections import OrderedDict
from dataclasses import replace

from centaur.completion.types import Candidate, Near, Origin, Request, Suggestion
from centaur.evidence.lifecycle import Lifecycle, Offered
from centaur.evidence.rejections import AFTER_CHARS, BEFORE_CHARS, place_key
from centaur.evidence.survival import Keep

REMEMBERED = 256


class Offers:
    """The suggestions of late, each with its origin, by the ids that the lifecycle gives them.

    `keep` takes the kind, the id and the text of what to keep where the user allows texts; `salt` makes the
    hashes of what was rejected the user's own.
    """

    def __init__(
        self, lifecycle: Lifecycle, keep: Keep = lambda _kind, _id, _text: None, salt: str = ""
    ) -> None:
        self._lifecycle = lifecycle
        self._keep = keep
        self._salt = salt
        self._origins: OrderedDict[str, Origin] = OrderedDict()

    def rest(self, uri: str, offset: int) -> Candidate | None:
        """The rest of the suggestion on show that fits exactly at this offset of the document."""
        suggestion_id, text = self._lifecycle.remainder(uri, offset) or ("", "")
        origin = self._origins.get(suggestion_id)
        return Candidate(text, replace(origin, source="reuse")) if origin else None

    def was_rejected(self, text: str, near: Near) -> bool:
        """Whether this text was rejected here, and what surrounds it is still the same."""
        return place_key(text, near.prefix, near.suffix, self._salt) in self._lifecycle.rejections

    def offer(self, request: Request, index: int, candidate: Candidate, at: float) -> Suggestion:
        """The candidate under its id: the same id again where the same text is already on offer here.

        What is offered begins with what is `ahead` of the editor's text.
        """
        document, buffer, origin = request.document, request.document.buffer, candidate.origin
        text = request.ahead + candidate.text
        before, after = buffer.before(request.cursor, BEFORE_CHARS), buffer.after(request.cursor, AFTER_CHARS)
        offered = Offered(
            document.uri,
            request.offset,
            text,
            request.opportunity_id,
            origin.generation_id,
            origin.source,
            index,
            ",".join(candidate.changed_by),
            place_key(candidate.text, before, after, self._salt),
        )
        suggestion_id = self._lifecycle.offer(offered, at)
        self._keep("suggestion", suggestion_id, text)
        self._origins.setdefault(suggestion_id, origin)
        if len(self._origins) > REMEMBERED:
            self._origins.popitem(last=False)
        return Suggestion(suggestion_id, text, origin, index)
