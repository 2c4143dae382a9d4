"""Every benchmark in turn: `make bench`. Each also runs alone, `python -m benchmarks.NAME [--json]`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PARTS = {"__init__", "__main__", "bare_server", "long_log", "wire"}  # not benchmarks themselves


def main() -> int:
    """Run each benchmark in a process of its own; 0 when all of them ran."""
    codes = []
    for path in sorted(HERE.glob("*.py")):
        if path.stem not in PARTS:
            print(f"\n== {path.stem}", flush=True)
            command = [sys.executable, "-m", f"benchmarks.{path.stem}"]
            codes.append(subprocess.run(command, cwd=HERE.parent, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
