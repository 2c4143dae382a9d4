"""The workspace on its way into the local engine: read in the background, then kept up to date."""

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from centaur.adapters import workspace_files

log = logging.getLogger(__name__)


class Learner(Protocol):
    """What learns from files; it is called from the index's one thread."""

    def learn(self, path: str, text: str) -> None:
        """Learn from the file as it is now."""

    def forget(self, path: str) -> None:
        """Forget the file."""


class WorkspaceIndex:
    """One thread that reads the folders, then each file that changes. No suggestion waits for it.

    `excluded` says why a path is none of our business, or "".
    """

    def __init__(
        self, learners: Sequence[Learner], folders: Sequence[Path], excluded: Callable[[str | None], str]
    ) -> None:
        self._learners = learners
        self._folders = folders
        self._excluded = excluded
        self._known: set[str] = set()
        self._open: frozenset[str] = frozenset()
        self._work: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
        self._reading = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="centaur-index", daemon=True)
        self.refresh()
        self._thread.start()

    def refresh(self) -> None:
        """Read the folders anew, also while they are read: what is excluded may have changed."""
        self._reading += 1
        self._work.put(partial(self._read_folders, self._reading))

    def teach(self, learners: Sequence[Learner]) -> None:
        """Let these learn from now on, and from all there is."""
        if learners != self._learners:
            self._learners = learners
            self.refresh()

    def changed(self, paths: Sequence[str]) -> None:
        """These files changed, came or went."""
        for path in paths:
            self._work.put(partial(self._read_file, Path(path)))

    def opened(self, path: str) -> None:
        """An editor has this file open: what it shows counts, and not what is on disk."""
        self._open |= {path}
        self.changed([path])

    def closed(self, path: str) -> None:
        """The file on disk counts again."""
        self._open -= {path}
        self.changed([path])

    def wait(self, seconds: float) -> None:
        """Return when all that is to be read now has been read, or after this time."""
        done = threading.Event()
        self._work.put(done.set)
        done.wait(seconds)

    def stop(self) -> None:
        """End the thread after the file it is at."""
        self._stopping.set()
        self._work.put(self._stopping.set)
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._work.get()()
            except Exception:
                # One odd file or folder must not end the learning of a whole session.
                log.exception("the workspace index met an error")

    def _read_folders(self, reading: int) -> None:
        seen: set[str] = set()
        for path, text in self._files():
            if self._stopping.is_set() or reading != self._reading:
                self._known |= seen
                return
            self._learn(path, text)
            seen.add(path)
        for gone in self._known - seen:
            self._forget(gone)
        self._known = seen

    def _files(self) -> Iterator[tuple[str, str]]:
        for folder in self._folders:
            yield from workspace_files.source_files(folder, self._allowed)

    def _read_file(self, path: Path) -> None:
        if not any(workspace_files.lies_in_source(path, folder) for folder in self._folders):
            return
        text = workspace_files.read_source(path) if self._allowed(str(path)) else None
        if text is None:
            self._forget(str(path))
            self._known.discard(str(path))
        else:
            self._learn(str(path), text)
            self._known.add(str(path))

    def _learn(self, path: str, text: str) -> None:
        for learner in self._learners:
            learner.learn(path, text)

    def _forget(self, path: str) -> None:
        for learner in self._learners:
            learner.forget(path)

    def _allowed(self, path: str) -> bool:
        return path not in self._open and not self._excluded(path)
