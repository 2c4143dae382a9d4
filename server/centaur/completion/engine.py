"""The way of a keystroke: one function tells the story of a request from question to proposal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from centaur.completion import context, guards, shaping, triggers
from centaur.completion.ports import Proposer
from centaur.completion.ranking import ranked
from centaur.completion.types import Candidate, Near, Proposal, Request
from centaur.settings import Settings


@dataclass(frozen=True, slots=True)
class Engine:
    """The parts a request passes through; `proposers` are in the user's order of preference.

    `excluded` says why a path is, or "". `on_offer` gives the rest of the suggestion on show that fits
    exactly at an offset of a document: what is typed as suggested is answered from it. `paused` says that the
    user wants no suggestions now, or "". `rejected` tells what the user has rejected at this very place, and
    `modules` what Python can import here, None where nobody knows.
    """

    settings: Settings
    excluded: Callable[[str | None], str]
    on_offer: Callable[[str, int], Candidate | None]
    proposers: Sequence[Proposer]
    paused: Callable[[], str] = lambda: ""
    rejected: Callable[[str, Near], bool] = lambda _text, _near: False
    modules: Callable[[], frozenset[str] | None] = lambda: None

    async def suggest(self, request: Request) -> Proposal:
        """What to offer at the cursor, or nothing and why."""
        if sentence := self.paused():
            return Proposal("suppressed", reason="paused", sentence=sentence)
        if refusal := triggers.refuse(request, self.settings):
            return Proposal("suppressed", reason=refusal.reason, sentence=refusal.sentence)
        if sentence := self.excluded(request.document.path):
            return Proposal("suppressed", reason="excluded", sentence=sentence)
        if shown := self._on_show(request):
            return Proposal("delivered", (shown, *await self._others(request, shown)))
        near = context.near(request, self.settings.multiline)
        proposal = Proposal("empty", reason="no_engine", sentence="no engine is configured")
        for proposer in self.proposers:
            proposal = self._shaped(await proposer.propose(request, near), near, request.document.language)
            if proposal.candidates:
                proposer.anticipate(request, near, proposal.candidates[0].text)
                break
        return proposal

    def forget(self, generation_id: str) -> None:
        """The text of this generation was rejected: nothing should give it again."""
        for proposer in self.proposers:
            proposer.forget(generation_id)

    def _on_show(self, request: Request) -> Candidate | None:
        """The rest of what is on show, where it goes on with the entry that is selected."""
        rest = self.on_offer(request.document.uri, request.offset)
        if rest and rest.text.startswith(request.ahead) and rest.text != request.ahead:
            return replace(rest, text=rest.text.removeprefix(request.ahead))
        return None

    async def _others(self, request: Request, shown: Candidate) -> Sequence[Candidate]:
        """What else it could be, for who sees one text and asks by key all the same."""
        if request.trigger == "automatic":
            return ()
        near = context.near(request, self.settings.multiline)
        for proposer in self.proposers:
            proposal = self._shaped(await proposer.others(request, near), near, request.document.language)
            if others := [other for other in proposal.candidates if other.text != shown.text]:
                return others
        return ()

    def _shaped(self, proposal: Proposal, near: Near, language: str) -> Proposal:
        """The candidates that survive the steps which depend on today's document, the guards and the user."""
        if not proposal.candidates:
            return proposal
        kept: list[Candidate] = []
        stopped_by = ""
        for candidate in proposal.candidates:
            text, changed_by = shaping.apply(candidate.text, near, language, shaping.AFTER_CACHE)
            stopped_by = self._refused(text, near, language) if text else (changed_by or ("empty",))[-1]
            if not stopped_by:
                notes = guards.notes(text, near, language, self.modules)
                spoken = (*candidate.changed_by, *changed_by, *(note.code for note in notes))
                origin = replace(candidate.origin, notes=notes)
                kept.append(replace(candidate, text=text, origin=origin, changed_by=spoken))
        if kept:
            return replace(proposal, candidates=ranked(kept, near, language))
        return Proposal("filtered", reason=stopped_by, sentence=f"the suggestion was dropped by {stopped_by}")

    def _refused(self, text: str, near: Near, language: str) -> str:
        return guards.refuse(text, near, language) or ("rejected_before" if self.rejected(text, near) else "")
