"""The folders that hold a user's state and configuration: ours alone, or not used at all."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class StateDir:
    """Where everything is. `CENTAUR_HOME` moves all of it into one folder."""

    state: Path
    config: Path

    @staticmethod
    def locate() -> "StateDir":
        """The folders of this user, whether they exist or not."""
        home = os.environ.get("CENTAUR_HOME")
        if home:
            return StateDir(Path(home), Path(home))
        return StateDir(
            platformdirs.user_state_path("centaur", appauthor=False),
            platformdirs.user_config_path("centaur", appauthor=False),
        )

    @property
    def events(self) -> Path:
        """The event log."""
        return self.state / "events.db"

    @property
    def facts(self) -> Path:
        """What the log tells, folded into episodes: it may be deleted at any time."""
        return self.state / "episodes.db"

    @property
    def imported(self) -> Path:
        """Episodes of other programs and other machines."""
        return self.state / "imported.db"

    @property
    def report(self) -> Path:
        """The page that was made last, unless it was put elsewhere."""
        return self.state / "report.html"

    @property
    def sessions(self) -> Path:
        """The folder of the lock files of sessions."""
        return self.state / "sessions"

    @property
    def pauses(self) -> Path:
        """What the user has paused, for every running server."""
        return self.state / "pause.json"

    @property
    def cache(self) -> Path:
        """The folder of cached completions."""
        return self.state / "cache"

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.state / "centaur.log"

    @property
    def salt_file(self) -> Path:
        """The secret of document hashes."""
        return self.state / "salt"

    @property
    def config_file(self) -> Path:
        """The user's settings."""
        return self.config / "config.toml"

    @property
    def prompts(self) -> Path:
        """The user's own prompt templates."""
        return self.config / "prompts"

    def prepare(self) -> str:
        """Make the state folder, readable by its owner alone. Returns why it cannot be used, or ""."""
        try:
            self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.state.is_symlink():
                return f"{self.state} is a symbolic link; set CENTAUR_HOME to a folder of your own"
            if hasattr(os, "getuid") and self.state.stat().st_uid != os.getuid():
                return f"{self.state} belongs to another user; set CENTAUR_HOME to a folder of your own"
            self.state.chmod(0o700)
        except (FileExistsError, NotADirectoryError):
            return f"{self.state} cannot be used: a file is in its place; set CENTAUR_HOME to a folder"
        except OSError as error:
            return f"{self.state} cannot be used ({error.strerror}); set CENTAUR_HOME to a writable folder"
        if not os.access(self.state, os.W_OK | os.X_OK):
            return f"{self.state} is not writable; change its permissions or set CENTAUR_HOME"
        return ""

    def salt(self) -> str:
        """The secret that makes document hashes meaningless outside this state folder."""
        path, fresh = self.salt_file, secrets.token_hex(16)
        mine = path.with_name(f"salt.{fresh}")
        try:
            mine.touch(mode=0o600)
            mine.write_text(fresh, encoding="ascii")
            with suppress(FileExistsError):
                # A link appears whole or not at all, and of two processes that begin together one wins.
                os.link(mine, path)
            mine.unlink()
            return path.read_text(encoding="ascii")
        except OSError:
            return fresh
