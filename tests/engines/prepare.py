"""Makes the environment of the engines under test, once: `python -m tests.engines.prepare` prints its Python.

The wheel of llama-cpp-python is built from its sources, which takes about ten minutes on one core; it is kept
in the user's cache folder, never in the repository.
"""

import subprocess
import sys
import venv
from pathlib import Path

import platformdirs

PACKAGES = ("llama-cpp-python[server]==0.3.36", "gguf==0.19.0")
CACHE = platformdirs.user_cache_path("centaur-wheels", appauthor=False)
ENVIRONMENT = platformdirs.user_cache_path("centaur-engines", appauthor=False)
PYTHON = ENVIRONMENT / "bin" / "python"


def prepare() -> Path:
    """The Python that has the engines; what is there already is used."""
    if not any(CACHE.glob("llama_cpp_python-*.whl")):
        CACHE.mkdir(parents=True, exist_ok=True)
        _run(sys.executable, "-m", "pip", "wheel", "-q", *PACKAGES, "-w", str(CACHE))
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    if subprocess.run(
        [PYTHON, "-c", "import llama_cpp.server, gguf"], capture_output=True, check=False
    ).returncode:
        _run(str(PYTHON), "-m", "pip", "install", "-q", "--no-index", f"--find-links={CACHE}", *PACKAGES)
    return PYTHON


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    print(prepare())  # noqa: T201 - the caller reads it
