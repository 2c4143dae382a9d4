"""Charts drawn as SVG, by Vega-Lite itself as the package vl-convert brings it: no browser, no network."""

from types import ModuleType
from xml.etree import ElementTree as ET

from centaur.reporting.charts import Spec

MISSING = (
    "the report's charts need the package vl-convert-python: install it with "
    "`pip install 'centaur-copilot[report]'`"
)

_VEGA_LITE = "6.1"
_SVG = "http://www.w3.org/2000/svg"
_FOR_SCREEN_READERS = ("aria-label", "aria-roledescription", "aria-hidden", "role")


class DrawingError(Exception):
    """A chart cannot be drawn; the message says what to do, for people."""


def converter() -> ModuleType:
    """What draws. Raises DrawingError where it is not installed."""
    try:
        import vl_convert  # noqa: PLC0415 - an extra that only a report needs
    except ImportError as error:
        raise DrawingError(MISSING) from error
    return vl_convert


def draw(spec: Spec, label: str) -> str:
    """The chart as an SVG element that scales with the page; each mark says what it is under the mouse.

    A table stands beside every chart, so that to a screen reader the drawing is one image.
    """
    ET.register_namespace("", _SVG)
    drawn = converter().vegalite_to_svg(spec, vl_version=_VEGA_LITE, allowed_base_urls=[])
    svg = ET.fromstring(drawn)  # noqa: S314 - drawn just now, from our own data
    for size in ("width", "height", "class"):
        svg.attrib.pop(size)
    for mark in svg.iter():
        said, what, *_ = (mark.attrib.pop(name, "") for name in _FOR_SCREEN_READERS)
        if what in {"point", "bar"}:
            ET.SubElement(mark, f"{{{_SVG}}}title").text = said
    svg.set("role", "img")
    svg.set("aria-label", label)
    return ET.tostring(svg, encoding="unicode")
