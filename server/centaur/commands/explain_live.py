"""An explanation in the terminal: drawn anew while it comes, or printed once where nobody watches."""

import asyncio
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.markdown import Markdown

from centaur.commands.explain import explain


def show(place: str) -> dict[str, Any]:
    """Explain the place and show it; the result is the explanation as plain data."""
    console = Console()
    if not console.is_terminal:
        answer = asyncio.run(explain(place))
        console.out(answer["markdown"], highlight=False)
        return answer
    with Live(console=console, vertical_overflow="visible", refresh_per_second=12) as live:
        answer = asyncio.run(explain(place, lambda text: live.update(_drawn(text))))
        live.update(_drawn(answer["markdown"]), refresh=True)
    return answer


def _drawn(markdown: str) -> Markdown:
    # An address in the code that is explained is no link to follow.
    return Markdown(markdown, hyperlinks=False)
