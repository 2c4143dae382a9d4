"""Drawings of names as they come from a log: whatever it is, it is drawn as text."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from centaur.reporting.charts import Mark, Spec, bars, columns, curves, dots, trend
from centaur.reporting.drawing import draw
from centaur.reporting.wording import label


@settings(max_examples=60)
@given(st.text(max_size=40))
@example("]]> & <b> \"'")
@example("\x00\x01\x1b[31m\ufffe\uffff")
@example("שלום 😀 é\u0301 " + "x" * 400)
@example("{{datum.label}} \\n null")
def test_any_name_is_drawn_as_text(name: str) -> None:
    group = label({"by": {"model": name}})

    drawn = ET.fromstring(draw(dots([Mark(group, 0.5, group)], "share"), "a chart"))

    [title] = (element for element in drawn.iter() if element.tag.endswith("title"))
    assert (title.text or "").split() == group.split()


@pytest.mark.parametrize("chart", [dots, bars, curves])
def test_a_name_is_drawn_once_for_each_of_its_values(chart: Callable[..., Spec]) -> None:
    marks = [Mark("python", 0.25, "first", series="a"), Mark("python", 0.5, "second", series="b")]

    text = draw(chart(marks, "share"), "a chart")

    assert text.count(">python<") == 1
    assert text.count("<title>") == 2


def test_time_is_drawn_in_utc_wherever_one_is() -> None:
    marks = [Mark(f"2026-11-0{day}", 0.5, "", series="day") for day in range(1, 8)]

    assert ">1 Nov<" in draw(trend(marks, "share", "day"), "a chart")


@pytest.mark.parametrize("days", [1, 2, 4, 28])
def test_no_day_is_named_twice(days: int) -> None:
    marks = [Mark(f"2026-11-{day:02}", 0.5, "", series="day") for day in range(1, days + 1)]

    for spec in (trend(marks, "share", "day"), columns(marks, "USD")):
        named = re.findall(r">(\d+ Nov)<", draw(spec, "a chart"))
        assert named
        assert len(named) == len(set(named))


def test_colours_are_left_to_the_page() -> None:
    text = draw(bars([Mark("a", 1, "one")], "count"), "a chart")

    assert "var(--series-1)" in text
    assert "#" not in text.replace("&#", "")
