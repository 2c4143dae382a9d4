"""`python -m centaur` and the `centaur` command."""

import sys


def main() -> None:
    """Run the command line; interrupted it ends with 130, where the system fails it with 1: no traceback."""
    try:
        # An editor waits for this one, and the rest of the command line takes a tenth of a second to load.
        if sys.argv[1:] in (["serve"], ["serve", "--stdio"]):
            from centaur.commands.serve import serve  # noqa: PLC0415 - see above

            sys.exit(serve(None))
        from centaur.cli import app  # noqa: PLC0415 - inside, so that an interrupt while it loads is caught too

        app(prog_name="centaur")
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        # Whatever was foreseen has been said already; this is a full disk, or an output that is gone.
        sys.stderr.write(f"centaur: {error.strerror or error}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
