"""Where files of an export go: a folder, or any URL that fsspec knows; a file is whole there, or absent."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from centaur.exchange.source import ExchangeError
from centaur.exchange.whole_file import beside

EXTRA = "it needs an extra: pip install 'centaur-copilot[parquet]'"

Put = Callable[[str, bytes], bool]
"""Takes a file's name and all of it, and tells whether that is new; the same again is left alone."""


def destination(to: str) -> Put:
    """A way to put files there. Raises ExchangeError where there is none."""
    if "://" not in to:
        return _folder(Path(to).expanduser())
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ExchangeError(f"{to} is a URL: {EXTRA}") from error
    try:
        files, path = url_to_fs(to)
    except (ImportError, ValueError) as error:
        raise ExchangeError(f"{to} cannot be used: {error}") from error
    return _folder(Path(path)) if "file" in files.protocol else _remote(files, path)


def _folder(folder: Path) -> Put:
    def put(name: str, content: bytes) -> bool:
        path = folder / name
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside(path) as descriptor, os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(content)
        return True

    return put


def _remote(files: Any, folder: str) -> Put:
    def put(name: str, content: bytes) -> bool:
        path = f"{folder.rstrip('/')}/{name}"
        if files.exists(path) and files.size(path) == len(content) and files.cat_file(path) == content:
            return False
        files.makedirs(path.rpartition("/")[0], exist_ok=True)
        files.pipe_file(path, content)
        return True

    return put
