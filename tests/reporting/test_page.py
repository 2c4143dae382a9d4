"""The report in the machine's own browser: figures, definitions, colours, a phone, and no way out."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from centaur.adapters.event_store import EventStore
from centaur.adapters.state_dir import StateDir
from centaur.commands.metrics import metrics
from centaur.commands.report import report
from tests.conftest import not_checked
from tests.support.command_line import centaur
from tests.support.event_tables import ACCEPTED, EventLog
from tests.support.month import DAY_MS, month
from tests.vscode import chromium

ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"
TODAY = int(time.time() * 1000) // DAY_MS * DAY_MS
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "high_contrast": {"contrast": "more", "color_scheme": "light"},
    "high_contrast_dark": {"contrast": "more", "color_scheme": "dark"},
    "forced_colors": {"forced_colors": "active", "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"},
}
READABLE, VISIBLE = 4.5, 3.0
"""WCAG 2.2: the least contrast of text (1.4.3) and of what is drawn (1.4.11)."""


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> StateDir:
    """Four weeks of work."""
    folder = tmp_path_factory.mktemp("month")
    store = EventStore(folder / "events.db")
    store.append(month(TODAY + DAY_MS))
    store.close()
    return StateDir(folder, folder)


@pytest.fixture(scope="module")
def place(state: StateDir) -> Path:
    """Where the page of these weeks is."""
    made = report(state)
    assert made
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not (executable := chromium.find()):
        not_checked("the report in a browser: no Chromium here. Install it: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=chromium.FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, place: Path) -> Iterator[Page]:
    with shown(browser, place, "light") as opened:
        yield opened


@contextmanager
def shown(browser: Browser, place: Path, look: str) -> Iterator[Page]:
    context = browser.new_context(**({"viewport": {"width": 1100, "height": 900}} | LOOKS[look]))
    opened = context.new_page()
    opened.goto(place.as_uri())
    yield opened
    context.close()


def figures(page: Page) -> dict[str, str]:
    read = "cards => cards.map(card => [card.dataset.figure, card.querySelector('.value').textContent])"
    return dict(page.locator("[data-figure]").evaluate_all(read))


def test_the_figures_are_those_of_the_command_line(page: Page, state: StateDir) -> None:
    [total] = metrics(state, {})["groups"]

    found = figures(page)

    assert found["viewed_acceptance_rate"] == f"{total['viewed_acceptance_rate']['value']:.1%}"
    assert found["mostly_unchanged.300"] == f"{total['mostly_unchanged']['300']['value']:.1%}"
    retained = total["retained_chars_per_opportunity"]["300"]["value"]
    assert found["retained_chars_per_opportunity.300"] == f"{retained:.2f}"
    assert found["latency_ms.p95"] == f"{total['latency_ms']['p95']:,.0f} ms"
    assert float(found["cost_usd"].removeprefix("$")) == pytest.approx(total["cost_usd"], rel=0.06)
    interval = page.locator('[data-figure="viewed_acceptance_rate"] .beside').inner_text()
    low, high = total["viewed_acceptance_rate"]["ci95"]
    assert interval == f"{low:.1%} to {high:.1%}"


def test_the_table_behind_a_chart_says_what_the_command_line_says(page: Page, state: StateDir) -> None:
    _, *groups = metrics(state, {"by": ("language",)})["groups"]
    section = page.locator("section", has=page.get_by_role("heading", name="By language"))

    section.locator("summary").first.click()
    rows = (
        section.locator("table")
        .first.locator("tbody tr")
        .evaluate_all("rows => rows.map(row => [...row.cells].slice(0, 4).map(cell => cell.textContent))")
    )

    assert rows == [
        [group["by"]["language"], *(f"{group[name]:,}" for name in ("opportunities", "shown", "accepted"))]
        for group in groups
    ]


def test_every_chart_has_a_name_and_a_table(page: Page) -> None:
    headings = page.locator("h2").all_text_contents()

    assert {"From opportunity to retained", "Over time", "Cost", "Guards and filters", "Experiments"} <= set(
        headings
    )
    charts = page.locator("figure").evaluate_all(
        "all => all.map(one => [one.querySelector('svg[role=img]').getAttribute('aria-label') !== '', "
        "one.querySelectorAll('tbody tr').length > 0])"
    )
    assert len(charts) > 15
    assert all(named and has_rows for named, has_rows in charts)


def test_a_mark_says_what_it_is_under_the_mouse(page: Page) -> None:
    section = page.locator("section", has=page.get_by_role("heading", name="By language"))

    said = section.locator("svg").first.locator("title").all_text_contents()

    assert any(re.fullmatch(r"python: [\d.]+% \([\d.]+% to [\d.]+%\)", words) for words in said)


def test_a_definition_is_shown_by_the_mouse_and_by_the_keyboard(page: Page) -> None:
    term = page.locator(".term").first
    meaning = term.locator(".meaning")
    expect(meaning).to_be_hidden()

    page.keyboard.press("Tab")
    expect(term).to_be_focused()
    expect(meaning).to_be_visible()
    page.keyboard.press("Tab")
    expect(meaning).to_be_hidden()
    term.hover()
    expect(meaning).to_be_visible()


def test_every_term_is_described_to_a_screen_reader(page: Page) -> None:
    described = page.locator(".term").evaluate_all(
        "all => all.map(one => document.getElementById(one.getAttribute('aria-describedby')).textContent)"
    )

    assert len(described) > 30
    assert all(described)


def test_the_page_asks_for_nothing_and_could_not(browser: Browser, place: Path) -> None:
    context = browser.new_context()
    opened = context.new_page()
    asked: list[str] = []
    refused: dict[str, str | None] = {}
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("requestfailed", lambda request: refused.update({request.url: request.failure}))
    opened.goto(place.as_uri())
    assert asked == [place.as_uri()]

    pixel = "http://127.0.0.1:9/pixel"
    opened.evaluate("url => document.body.append(Object.assign(new Image(), { src: url }))", pixel)
    opened.wait_for_timeout(200)
    context.close()

    assert refused == {pixel: "csp"}


def test_the_page_holds_no_script_and_names_no_other_place(place: Path) -> None:
    text = place.read_text()

    assert "<script" not in text
    assert set(re.findall(r"https?://[^\"' ]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


@pytest.mark.parametrize("look", LOOKS)
def test_it_is_readable_however_it_is_looked_at(browser: Browser, place: Path, look: str) -> None:
    with shown(browser, place, look) as opened:
        ARTIFACTS.mkdir(exist_ok=True)
        opened.screenshot(path=ARTIFACTS / f"report-{look}.png", full_page=True)
        colours = {name: resolved(opened, name) for name in ("page", "card", "ink", "muted", *SERIES)}
        widths = opened.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        smallest = opened.evaluate(
            "Math.min(...[...document.querySelectorAll('svg text')].filter(t => t.textContent).map("
            "t => parseFloat(t.getAttribute('font-size')) * t.getScreenCTM().a))"
        )

    for ground in ("page", "card"):
        assert contrast(colours["ink"], colours[ground]) >= READABLE
        assert contrast(colours["muted"], colours[ground]) >= READABLE
    assert [name for name in SERIES if contrast(colours[name], colours["card"]) < VISIBLE] == []
    assert widths[0] <= widths[1]
    assert smallest >= 9


SERIES = [f"series-{number}" for number in range(1, 7)]
Colour = tuple[float, float, float]


def resolved(page: Page, name: str) -> Colour:
    """The colour that a name of style.css stands for, from 0 to 1."""
    said = page.evaluate(
        "name => { const probe = document.createElement('i'); probe.style.cssText = "
        "`forced-color-adjust: none; color: var(--${name})`; document.body.append(probe); "
        "return getComputedStyle(probe).color }",
        name,
    )
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", said)[:3])
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Colour) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_names_from_the_log_are_text_and_never_markup(tmp_path: Path, browser: Browser) -> None:
    hostile = '</title><script>document.title = "taken"</script>\x01&amp;'
    log = EventLog(TODAY).session("a", replace(ACCEPTED, model=hostile, engine="model"))
    store = EventStore(tmp_path / "events.db")
    store.append(log.recorded)
    store.close()
    made = report(StateDir(tmp_path, tmp_path), asked={"by": ("model",)})
    assert made

    with shown(browser, made, "light") as opened:
        assert opened.title().startswith("Centaur")
        assert opened.locator("script").count() == 0
        section = opened.locator("section", has=opened.get_by_role("heading", name="By model"))
        cell = section.locator("tbody th").first.text_content()
    assert cell == hostile.replace("\x01", "\ufffd")


class TestCommand:
    def test_an_empty_log_is_said_and_the_page_is_kept_for_its_owner_alone(self, centaur_home: Path) -> None:
        result = centaur("report")

        kept = centaur_home / "report.html"
        assert result.stdout == f"{kept}\n"
        assert "Nothing has been shown in this time" in kept.read_text()
        assert kept.stat().st_mode & 0o077 == 0

    def test_a_purge_deletes_it(self, centaur_home: Path) -> None:
        centaur("report")

        assert "report.html" in json.loads(centaur("purge", "--yes", "--json").stdout)["deleted"]
        assert not (centaur_home / "report.html").exists()

    def test_it_goes_where_it_is_sent(self, tmp_path: Path) -> None:
        sent = tmp_path / "new" / "page.html"

        assert centaur("report", "--output", str(sent)).stdout == f"{sent}\n"
        assert centaur("report", "--output", "-").stdout.startswith("<!doctype html>")
        assert sent.read_text().startswith("<!doctype html>")

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["--by", "weather"], "cannot group by weather"),
            (["--origin", "imported:nobody"], "there is no origin 'imported:nobody'"),
            (["--output", "/proc/no/page.html"], "cannot be written"),
        ],
    )
    def test_what_cannot_be_made_is_one_sentence(self, options: list[str], words: str) -> None:
        result = centaur("report", *options)

        assert (result.exit_code, result.stdout) == (2 if "--by" in options else 1, "")
        assert words in result.stderr

    def test_without_its_extra_it_says_what_to_install(self, state: StateDir) -> None:
        code = "import sys; sys.modules['vl_convert'] = None; from centaur.cli import app; app(sys.argv[1:])"
        environment = {"CENTAUR_HOME": str(state.state), "PATH": ""}
        ended = subprocess.run(
            [sys.executable, "-c", code, "report", "--output", "-"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip - one statement

        assert ended.returncode == 1
        assert "pip install 'centaur-copilot[report]'" in ended.stderr

    def test_it_is_opened_in_the_browser_of_the_user(self, tmp_path: Path, centaur_home: Path) -> None:
        opened = tmp_path / "opened"
        program = tmp_path / "browser"
        program.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
        program.chmod(0o755)
        environment = {"CENTAUR_HOME": str(centaur_home), "PATH": "/usr/bin:/bin", "BROWSER": f"{program} %s"}

        subprocess.run(
            [sys.executable, "-m", "centaur", "report", "--open"],
            env=environment,
            capture_output=True,
            check=True,
        )  # fmt: skip - one statement

        assert opened.read_text() == f"{(centaur_home / 'report.html').as_uri()}\n"
