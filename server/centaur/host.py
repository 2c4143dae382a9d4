"""What surrounds a session: the settings, the engines made from them, and the files of the workspace."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from centaur.adapters.ignore_files import IgnoreFiles
from centaur.adapters.python_modules import PythonModules
from centaur.adapters.recording import Recording
from centaur.adapters.upkeep import Upkeep
from centaur.adapters.workspace_index import WorkspaceIndex
from centaur.completion.engine import Engine
from centaur.completion.offers import Offers
from centaur.completion.problems import Problem
from centaur.engines import Engines
from centaur.privacy.exclusions import IGNORE_FILE
from centaur.settings import LOCAL, Settings, merge
from centaur.text.buffer import Edit
from centaur.text.document import Document

LOADING_SECONDS = 10.0

log = logging.getLogger(__name__)


class Host:
    """Implements `session.Host` for one window. `base` is what the user's file says, with its warnings."""

    def __init__(
        self,
        base: tuple[Settings, tuple[str, ...]],
        engines: Engines,
        offers: Offers,
        recording: Recording,
        folders: Sequence[Path],
    ) -> None:
        self._base, self._base_warnings = base
        self._engines = engines
        self._offers = offers
        self._recording = recording
        self._ignored = IgnoreFiles()
        engines.surroundings.neighbours.excluded = self._ignored.reason
        self._modules = PythonModules(folders)
        self._upkeep: Upkeep | None = None
        self._warnings: tuple[str, ...] = ()
        self._use(*base)
        self.index = WorkspaceIndex(engines.learners, folders, self._ignored.reason)

    def configure(self, table: Mapping[str, Any]) -> None:
        """Put the editor's settings over the user's file; they are in force with the next keystroke."""
        settings, warnings = merge(self._base, table, "editor settings")
        excluded_before = self.engine.settings.exclude
        self._use(settings, (*self._base_warnings, *warnings))
        self.index.teach(self._engines.learners)
        if settings.exclude != excluded_before:
            self.index.refresh()

    def opened(self, document: Document) -> None:
        """Learn from a document that was opened, unless it is excluded."""
        if document.path:
            self.index.opened(document.path)
        self._engines.local.closed(document.uri)
        self.changed(document, ())

    def changed(self, document: Document, edits: Sequence[Edit]) -> None:
        """Learn from its new version; if it has been excluded meanwhile, forget it."""
        if self._ignored.reason(document.path):
            self._engines.local.closed(document.uri)
        else:
            self._engines.local.changed(document, edits)
        self._engines.surroundings.neighbours.changed(document, edits)
        self._engines.surroundings.problems.changed(document, edits)

    def closed(self, document: Document) -> None:
        """Forget it, and learn from the file again."""
        self._engines.local.closed(document.uri)
        self._engines.surroundings.problems.closed(document.uri)
        self._engines.surroundings.neighbours.closed(document.uri)
        if document.path:
            self.index.closed(document.path)

    def diagnosed(self, uri: str, problems: Sequence[Problem]) -> None:
        """Keep what other tools find wrong in a document: a model may be told."""
        self._engines.surroundings.problems.found(uri, problems)

    def files_changed(self, paths: Sequence[str]) -> None:
        """Read these files again, and everything where an ignore file is among them."""
        if any(Path(path).name == IGNORE_FILE for path in paths):
            self._ignored.forget()
            self.index.refresh()
        self.index.changed(paths)

    def status(self) -> dict[str, object]:
        """The engine that answers first, and what is paused or wrong, if anything is."""
        suggesting, recording = self._recording.suggestions_paused(), self._recording.recording_paused()
        problem = next(iter(self._problems()), "")
        return {
            "engine": self._engines.name,
            "kind": "Inactive" if suggesting else "Warning" if problem else "Normal",
            "message": suggesting or problem or recording,
            "paused": bool(suggesting or recording),
        }

    def wait_for_models(self) -> None:
        """Return when the engine that answers first can be asked."""
        if self._engines.name != LOCAL:
            self._engines.wait(LOADING_SECONDS)

    def keep_up(self, upkeep: Upkeep) -> None:
        """This goes on beside the session until it is closed."""
        self._upkeep = upkeep

    async def close(self) -> None:
        """Stop what goes on in the background, and let go of connections and cache."""
        if self._upkeep:
            await asyncio.to_thread(self._upkeep.stop)
        await asyncio.to_thread(self.index.stop)
        await self._engines.close()

    def _problems(self) -> tuple[str, ...]:
        recording, models = self._recording.problems(), self._engines.problems()
        return (*recording, *self._warnings, *models, *self._ignored.unreadable)

    def _use(self, settings: Settings, warnings: tuple[str, ...]) -> None:
        for warning in warnings:
            if warning not in self._warnings:
                log.warning("%s", warning)
        self._warnings = warnings
        self._recording.settings = settings
        self._ignored.use(settings.exclude)
        proposers = self._engines.build(settings)
        self.explainer = self._engines.voices.explainer(settings, self._ignored.reason)
        self.engine = Engine(
            settings,
            self._ignored.reason,
            self._offers.rest,
            proposers,
            self._recording.suggestions_paused,
            self._offers.was_rejected,
            self._modules.names,
        )
