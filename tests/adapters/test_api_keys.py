"""API keys: one origin, one key, and the environment forgets what the editor handed over."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import keyring
import keyring.backend
import pytest
from keyring.backends import fail, null

from centaur.adapters import api_keys


@pytest.mark.parametrize(
    ("endpoint", "origin"),
    [
        ("https://api.example.com/v1", "https://api.example.com"),
        ("https://API.example.com:443/v1", "https://api.example.com"),
        ("https://user:word@api.example.com:8443", "https://api.example.com:8443"),
        ("http://[::1]:8080/v1", "http://[::1]:8080"),
        ("http://127.0.0.1:80/v1", "http://127.0.0.1"),
    ],
)
def test_a_key_belongs_to_scheme_host_and_port(endpoint: str, origin: str) -> None:
    assert api_keys.origin(endpoint) == origin


def test_a_key_is_not_found_for_another_origin() -> None:
    keys = {"https://api.example.com": "key"}

    assert api_keys.find("https://api.example.com/v1", "", keys) == "key"
    assert api_keys.find("https://api.example.org/v1", "", keys) == ""


def test_what_the_editor_hands_over_leaves_the_environment() -> None:
    os.environ[api_keys.ENVIRONMENT] = json.dumps({"https://api.example.com": "key"})

    assert api_keys.take_from_editor() == {"https://api.example.com": "key"}
    assert api_keys.ENVIRONMENT not in os.environ
    assert api_keys.take_from_editor() == {}


@pytest.mark.parametrize("handed", ["not json", "[1]", "7"])
def test_what_is_no_object_is_no_key(handed: str) -> None:
    os.environ[api_keys.ENVIRONMENT] = handed

    assert api_keys.take_from_editor() == {}


class BrokenKeyring(null.Keyring):
    """A store that fails in its own way, as one without its session bus does."""

    def get_password(self, *asked: object, **_: object) -> None:
        raise RuntimeError(f"no bus to ask for {asked}")


@contextmanager
def system_keyring(store: keyring.backend.KeyringBackend) -> Iterator[None]:
    """The store that the system has, while a test runs."""
    before = keyring.get_keyring()
    keyring.set_keyring(store)
    os.environ["A_KEY"] = "key"
    try:
        yield
    finally:
        keyring.set_keyring(before)
        del os.environ["A_KEY"]


@pytest.mark.parametrize(("store", "warned"), [(BrokenKeyring, 1), (fail.Keyring, 0)])
def test_where_no_keyring_can_be_asked_the_variable_is_and_only_a_broken_one_is_worth_a_warning(
    store: type[keyring.backend.KeyringBackend], warned: int, caplog: pytest.LogCaptureFixture
) -> None:
    with system_keyring(store()):
        assert api_keys.find("https://api.example.com/v1", "A_KEY", {}) == "key"

    assert len(caplog.records) == warned


PROBE = """
import sys
started = []
sys.addaudithook(lambda event, told: started.append(told[0]) if event == "subprocess.Popen" else None)
from centaur.adapters import api_keys
assert api_keys.find("https://api.example.com/v1", "A_KEY", {}) == "key"
assert "keyring" in sys.modules
print(started)
"""


def test_looking_for_a_key_starts_no_process() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROBE],
        env=os.environ | {"A_KEY": "key"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ran.stdout == "[]\n", ran.stderr
