"""Characters that no reader sees but a model, a compiler or a terminal obeys."""

import re

# Joiners are letters' business in Arabic and Indic scripts, and nobody's in code.
_JOINED = "\u0600-\u061b\u061d-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff"
# Trojan Source (CVE-2021-42574), tag characters, invisible fillers, and every control but tab, LF and CR.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u2069\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
    f"|(?<![{_JOINED}])[\u200c\u200d]"
)


def strip(text: str) -> str:
    """The text without its hidden characters."""
    return text if text.isascii() and _without_layout(text).isprintable() else _HIDDEN.sub("", text)


def first(text: str) -> str:
    """The first hidden character of the text as `U+202E`, or ""."""
    found = _HIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _without_layout(text: str) -> str:
    return text.replace("\n", "").replace("\t", "").replace("\r", "")
