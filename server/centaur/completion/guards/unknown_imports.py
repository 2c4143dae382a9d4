"""Notes an import of what is not installed: models invent names, and somebody may register them."""

import re
import sys
from collections.abc import Callable

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<module>[A-Za-z_]\w*)[\w.]*[ \t]+import\b"
    r"|import[ \t]+(?P<modules>[\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*))",
    re.MULTILINE,
)


def unknown_imports(
    text: str, before: str, language: str, modules: Callable[[], frozenset[str] | None]
) -> str:
    """A sentence that names what the text imports and nobody knows, or ""."""
    line = before[before.rfind("\n") + 1 :]
    if language != "python" or "import" not in line + text or (installed := modules()) is None:
        return ""
    known = installed | sys.stdlib_module_names | set(_imported(before[: len(before) - len(line)]))
    unknown = list(dict.fromkeys(name for name in _imported(line + text) if name not in known))
    if not unknown:
        return ""
    names = ", ".join(f"`{name}`" for name in unknown)
    return f"{names} {'is' if len(unknown) == 1 else 'are'} not installed here"


def _imported(text: str) -> list[str]:
    """The top-level names of what the text imports."""
    found: list[str] = []
    for statement in _IMPORT.finditer(text):
        if statement["module"]:
            found.append(statement["module"])
        else:
            found.extend(
                part.split()[0].split(".")[0] for part in statement["modules"].split(",") if part.strip()
            )
    return found
