"""The names under which completions are remembered: one for this process's memory, one for the disk."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from centaur.completion.types import Near, PromptIdentity

# A new number forgets all that was cached; it changes with the meaning of any field.
_DISK_VERSION = "2"


@lru_cache(maxsize=4)  # a request asks several times
def near_key(uri: str, near: Near, secret: bytes) -> str:
    """The key in memory: keyed by the process's own random secret, so it means nothing elsewhere."""
    return _digest((uri, near.multiline, near.prefix, near.suffix), secret)


def disk_key(model: str, prompt: PromptIdentity, language: str, uri: str, redacted: Near) -> str:
    """The key on disk: all that decides the model's answer, the text already redacted."""
    asked = (model, prompt.id, str(prompt.version), prompt.hash)
    return _digest(
        (_DISK_VERSION, *asked, language, uri, redacted.multiline, redacted.prefix, redacted.suffix)
    )


def _digest(fields: Iterable[str], secret: bytes = b"") -> str:
    """A hash that no two lists of fields share: each field is preceded by its length."""
    digest = blake2b(key=secret, digest_size=20)
    for field in fields:
        encoded = field.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()
