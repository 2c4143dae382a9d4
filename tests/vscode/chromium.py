"""The machine's own Chromium, without a window."""

import contextlib
import shutil
from collections.abc import Iterator

from playwright.sync_api import BrowserContext, ViewportSize, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VIEWPORT: ViewportSize = {"width": 1100, "height": 620}
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
def running(executable: str, pixel_ratio: float = 1) -> Iterator[BrowserContext]:
    """A browser that knows nothing of earlier ones, for as long as the block runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser.new_context(viewport=VIEWPORT, device_scale_factor=pixel_ratio)
        browser.close()
