"""Build the wheel, the sdist and the extension into dist/, and try the Python ones far from here."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
CLIENT = ROOT / "clients" / "vscode"


def main() -> int:
    """Build and try everything; 0 when all of it works."""
    shutil.rmtree(DIST, ignore_errors=True)
    try:
        _step("wheel and sdist", lambda: _run(sys.executable, "-m", "hatchling", "build", "-d", str(DIST)))
        [wheel], [sdist] = DIST.glob("*.whl"), DIST.glob("*.tar.gz")
        _step(f"{wheel.name} in an empty environment", lambda: _try(wheel))
        _step(f"{sdist.name} in an empty environment", lambda: _try(sdist))
        _step(
            "extension", lambda: _run("npm", "run", "--silent", "package", "--", "-o", str(DIST), cwd=CLIENT)
        )
    except subprocess.CalledProcessError as error:
        print(f"\npackage: `{' '.join(map(str, error.cmd))}` failed; its last words:\n{error.stdout[-3000:]}")
        return 1
    for path in sorted(DIST.iterdir()):
        print(f"package: {path.relative_to(ROOT)} {path.stat().st_size / 1024:.0f} kB")
    return 0


def _try(package: Path) -> None:
    """Install the package with the locked dependencies and let its doctor look, far from any checkout."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "venv", with_pip=True)
        python, home = folder / "venv" / "bin" / "python", folder / "home"
        home.mkdir()
        pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run(*pip, "--require-hashes", "-r", str(ROOT / "requirements.txt"))
        _run(*pip, "hatchling")
        _run(*pip, "--no-deps", "--no-build-isolation", str(package))
        environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
        _run(folder / "venv" / "bin" / "centaur", "doctor", cwd=Path("/"), env=environment)


def _step(what: str, action: Callable[[], object]) -> None:
    print(f"package: {what} ...", end="", flush=True)
    started = time.monotonic()
    action()
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def _run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    subprocess.run(
        command, cwd=cwd, env=env, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


if __name__ == "__main__":
    sys.exit(main())
