"""The programs that read our exports, in folders of their own that are filled on first use."""

import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
PLACE = HERE.parents[1] / ".tools" / "readers"
_LIBSQL = {"x86_64": "@libsql/linux-x64-gnu", "aarch64": "@libsql/linux-arm64-gnu"}


def python() -> Path:
    """A Python with the libraries of `requirements.txt`, about 300 MB."""

    def install(place: Path) -> None:
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "-q", "--clear", "-p", sys.executable, place], check=True)
        subprocess.run([uv, "pip", "install", "-q", "-p", place, "-r", HERE / "requirements.txt"], check=True)

    return _once("python", (HERE / "requirements.txt").read_text(), install) / "bin" / "python"


def node() -> Path:
    """A folder with the packages of `package.json`, about 300 MB; Node 20 or newer runs them."""

    def install(place: Path) -> None:
        shutil.copy(HERE / "package.json", place)
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run([*npm, "--omit=optional", "--omit=peer"], cwd=place, check=True)
        # Of what promptfoo calls optional, 1.6 GB, it needs one thing: its database.
        libsql = json.loads((place / "node_modules/libsql/package.json").read_text())
        package = f"{_LIBSQL[platform.machine()]}@{libsql['version']}"
        subprocess.run([*npm, "--omit=optional", "--omit=peer", package], cwd=place, check=True)

    return _once("node", (HERE / "package.json").read_text(), install)


def debian(program: str, package: str) -> Path:
    """The program, or else the one in Debian's package, which is unpacked and not installed."""

    def unpack(place: Path) -> None:
        subprocess.run(["apt-get", "download", "-qq", package], cwd=place, check=True)
        (archive,) = place.glob("*.deb")
        subprocess.run(["dpkg", "-x", archive, place], check=True)

    if found := shutil.which(program):
        return Path(found)
    return _once(package, package, unpack) / "usr" / "bin" / program


def _once(name: str, of: str, fill: Callable[[Path], None]) -> Path:
    """The folder of that name, filled anew when what it is made of is not what it was made of."""
    place, made_of = PLACE / name, PLACE / f"{name}.made-of"
    if not made_of.exists() or made_of.read_text() != of:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        fill(place)
        made_of.write_text(of)
    return place
