"""`centaur path`: where everything is."""

from centaur.adapters.state_dir import StateDir


def paths(state: StateDir) -> dict[str, str]:
    """Every file and folder that Centaur uses, by what it is for, whether it exists or not."""
    return {
        "state": str(state.state),
        "events": str(state.events),
        "facts": str(state.facts),
        "imported": str(state.imported),
        "sent": str(state.state / "sent.db"),
        "texts": str(state.state / "texts-YYYY-MM-DD.db"),
        "sessions": str(state.sessions),
        "pauses": str(state.pauses),
        "cache": str(state.cache),
        "log": str(state.log),
        "salt": str(state.salt_file),
        "config": str(state.config_file),
        "prompts": str(state.prompts),
    }
