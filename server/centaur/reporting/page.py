"""The page: one HTML document that holds all it needs, loads nothing and runs nothing."""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from centaur.reporting.drawing import draw
from centaur.reporting.material import Material
from centaur.reporting.sections import Chart, Name, Section, sections
from centaur.reporting.wording import SENTENCES, reading, span, title

HEADING = "What became of the suggestions"
EMPTY = (
    "Nothing has been shown in this time. Write some code with suggestions on, or choose another time with "
    "<code>--since</code> or another origin with <code>--origin</code>, and make the report again."
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(material: Material) -> str:
    """The document."""
    whole = material.whole
    shown = material.total["shown"]
    body = (
        "".join(_section(section, material) for section in sections(material)) if shown else f"<p>{EMPTY}</p>"
    )
    style = files("centaur.reporting").joinpath("style.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>Centaur: {HEADING}</title><style>{style}</style></head><body><main>"
        f"<header><h1>{HEADING}</h1><p>{span(whole)} (UTC), origin {escape(whole['origin'])}, "
        f"evidence {escape(whole['evidence'])}, definitions {whole['definitions']}</p></header>"
        f"{body}{_definitions()}</main></body></html>"
    )


def _section(section: Section, material: Material) -> str:
    sentence = f"<p>{escape(section.sentence)}</p>" if section.sentence else ""
    figures = "".join(_figure(name, material) for name in section.figures)
    return (
        f"<section><h2>{escape(section.heading)}</h2>{sentence}"
        + (f'<dl class="figures">{figures}</dl>' if figures else "")
        + (f'<div class="charts">{"".join(map(_chart, section.charts))}</div>' if section.charts else "")
        + "</section>"
    )


def _figure(name: Name, material: Material) -> str:
    found = reading(material.total, *name)
    return (
        f'<div class="card" data-figure="{".".join(filter(None, name))}"><dt>{_term(name)}</dt>'
        f'<dd class="value">{escape(found.words)}</dd><dd class="beside">{escape(found.beside)}</dd></div>'
    )


def _chart(chart: Chart) -> str:
    heading = chart.heading if isinstance(chart.heading, str) else title(*chart.heading)
    return (
        f'<figure class="card"><figcaption>{_term(chart.heading)}</figcaption>'
        f"{draw(chart.spec, f'{heading}: a chart of the table below')}{_table(heading, chart)}</figure>"
    )


def _table(caption: str, chart: Chart) -> str:
    head = "".join(f'<th scope="col">{_term(column)}</th>' for column in chart.columns)
    body = "".join(f"<tr>{''.join(_cells(row))}</tr>" for row in chart.rows)
    return (
        f'<details><summary>Table</summary><div class="scroll" role="region" tabindex="0" '
        f'aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )


def _cells(row: Sequence[str]) -> Iterator[str]:
    first, *rest = row
    yield f'<th scope="row">{escape(first)}</th>'
    yield from (f"<td>{escape(cell)}</td>" for cell in rest)


def _term(name: Name | str) -> str:
    """A figure's name, which says what it means when it is pointed at or has the focus."""
    if isinstance(name, str):
        return escape(name)
    return (
        f'<span class="term" tabindex="0" aria-describedby="{name[0]}">{escape(title(*name))}'
        f'<span class="meaning" aria-hidden="true">{escape(SENTENCES[name[0]])}</span></span>'
    )


def _definitions() -> str:
    terms = "".join(
        f'<dt>{escape(title(name))}</dt><dd id="{name}">{escape(sentence)}</dd>'
        for name, sentence in SENTENCES.items()
    )
    return f'<section class="definitions"><h2>Definitions</h2><dl>{terms}</dl></section>'
