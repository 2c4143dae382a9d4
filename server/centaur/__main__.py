"""`python -m centaur` and the `centaur` command."""

import sys


def main() -> None:
    """Run the command line; interrupted, it ends with 130 and no traceback."""
    from centaur.cli import app  # noqa: PLC0415 - inside, so that an interrupt while it loads is caught too

    try:
        app(prog_name="centaur", standalone_mode=True)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
