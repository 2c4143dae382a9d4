"""The user's config.toml, read into settings."""

import tomllib
from pathlib import Path

from centaur.settings import Settings, merge


def read(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings, and a warning for each thing in the file that does not fit.

    A missing file is the defaults; so is a broken one, with a warning that says what is wrong and where.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), ()
    except OSError as error:
        return Settings(), (f"{path} cannot be read: {error.strerror}; the defaults are used",)
    except UnicodeDecodeError:
        return Settings(), (f"{path} is not text in UTF-8; the defaults are used",)
    except tomllib.TOMLDecodeError as error:
        return Settings(), (f"{path} is not valid TOML: {error}; the defaults are used",)
    return merge(Settings(), table, path.name)
