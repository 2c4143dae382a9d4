"""What several tests of the adapters are given."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.cache_home import Home


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Home]:
    home = Home(tmp_path / "state" / "cache")
    yield home
    home.close()
