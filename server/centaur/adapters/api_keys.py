"""API keys: from the editor's secret storage, the operating system's keyring, or a variable."""

import json
import logging
import os
import sys
from urllib.parse import urlsplit

ENVIRONMENT = "CENTAUR_API_KEYS"
SERVICE = "centaur"
_DEFAULT_PORTS = {"http": 80, "https": 443}

log = logging.getLogger(__name__)


def origin(endpoint: str) -> str:
    """The scheme, host and port a key belongs to: no other origin sees it. A default port is left out."""
    parts = urlsplit(endpoint)
    port = f":{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS.get(parts.scheme) else ""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def take_from_editor() -> dict[str, str]:
    """The keys by origin that the editor handed over in the environment, which forgets them here."""
    try:
        keys = json.loads(os.environ.pop(ENVIRONMENT, "") or "{}")
    except ValueError:
        log.warning("%s is not valid JSON and is ignored", ENVIRONMENT)
        return {}
    return {str(name): str(key) for name, key in keys.items()} if isinstance(keys, dict) else {}


def find(endpoint: str, variable: str, from_editor: dict[str, str]) -> str:
    """The key for this endpoint, or "" where none is set (a server of one's own needs none)."""
    name = origin(endpoint)
    return from_editor.get(name) or _from_keyring(name) or os.environ.get(variable, "")


def _from_keyring(name: str) -> str:
    if sys.platform != "darwin":
        # The keyring loads the stores of all systems, and Apple's looks for itself with ldconfig, gcc and ld.
        sys.modules.setdefault("keyring.backends.macOS.api", None)  # type: ignore[arg-type]  # not to be imported
    # Imported on first use: the keyring loads its back ends, and most users of a local model have no key.
    import keyring  # noqa: PLC0415
    from keyring.errors import NoKeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(SERVICE, name) or ""
    except NoKeyringError:  # as on most servers, where there is nothing to warn of
        return ""
    except Exception as error:  # noqa: BLE001 - a back end may raise its own errors, and no key is no failure
        log.warning("the system's keyring cannot be asked: %s", type(error).__name__)
        return ""
