"""The machine's own Chromium, without a window."""

import contextlib
import shutil
from collections.abc import Iterator

from playwright.sync_api import BrowserContext, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str:
    """Where it is, or "" where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), "")


@contextlib.contextmanager
def running(executable: str) -> Iterator[BrowserContext]:
    """A browser that knows nothing of earlier ones, for as long as the block runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser.new_context(viewport={"width": 1100, "height": 620})
        browser.close()
