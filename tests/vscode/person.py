"""A person who writes in an editor, at a human's pace, and does one of many things with each suggestion."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error

from tests.vscode.author import Author
from tests.vscode.editor import Editor

# What is typed before the person looks up, and how the model would go on.
LINES = (
    ("total = sum(", "price * count for price, count in items)"),
    ("path = folder ", "/ name.lower()"),
    ("names = sorted(", "row.name for row in rows)"),
    ("text = file.read(", ")"),
    ("count = len(", "items)"),
    ("first = rows[0]", ".name.strip()"),
    ("self.log.info(", '"written: %s", name)'),
    ("known = {row.id", ": row for row in rows}"),
    ("result = [", "item.price for item in items]"),
    ("message = f", '"{name}: {total:.2f}"'),
    ("lines = text", ".splitlines()"),
    ("assert total", " >= 0, name"),
    ("average = total / ", "max(1, len(items))"),
    ("largest = max(", "items, key=lambda item: item.price)"),
    ("paid = [row for ", "row in rows if row.paid]"),
    ("open_rows = ", "[row for row in rows if not row.paid]"),
    ("folder.mkdir(", "parents=True, exist_ok=True)"),
    ("stamp = time", ".strftime('%Y-%m-%d')"),
    ("rate = rates", ".get(name, 1.0)"),
    ("taxes = total ", "* rate"),
)
# What is done with it, and how often.
DEEDS: Mapping[str, int] = {
    "take": 14,
    "take_at_once": 4,
    "take_by_mouse": 5,
    "take_word_then_all": 5,
    "take_word_by_word": 3,
    "take_line": 4,
    "take_words_then_else": 5,
    "take_word_then_along": 3,
    "escape": 6,
    "escape_at_once": 2,
    "type_along": 9,
    "type_part_then_take": 4,
    "type_else": 7,
    "type_else_at_once": 4,
    "erase": 3,
    "take_and_undo": 3,
    "take_undo_and_redo": 1,
    "type_part_and_undo": 2,
    "leave": 4,
    "switch": 3,
    "break_line": 3,
    "reload": 3,
}
READING = (0.9, 2.2)
GLANCE = (0.4, 0.7)
AT_ONCE = (0.08, 0.2)


@dataclass(frozen=True, slots=True)
class Person:
    """Writes one line for each deed; what they do next is drawn from `chance`."""

    editor: Editor
    author: Author
    file: Path
    chance: random.Random

    def deeds(self) -> Iterator[str]:
        """All deeds in a mixed order."""
        every = [deed for deed, times in DEEDS.items() for _ in range(times)]
        self.chance.shuffle(every)
        return iter(every)

    def live(self, number: int, deed: str) -> None:
        """Begin a line, and do this with what is suggested."""
        typed, rest = LINES[number % len(LINES)]
        self.author.lines[:] = [typed + rest]
        self.author.latency_ms = self.chance.choice((30, 60, 120, 250))
        self._new_line()
        self.type(typed)
        if not self._suggestion_appears():
            return
        doing: Callable[[str], None] = getattr(self, f"_{deed}")
        doing(rest)
        self.wait(*READING)

    def type(self, text: str) -> None:
        """Type with a rhythm."""
        fast = self.chance.random() < 0.3
        for character in text:
            self.editor.page.keyboard.type(character)
            self.wait(0.04, 0.09) if fast else self.wait(0.07, 0.26)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.editor.page.keyboard.press(key)
            self.wait(0.25, 0.5)

    def wait(self, least: float, most: float) -> None:
        """Do nothing for a while."""
        self.editor.page.wait_for_timeout(self.chance.uniform(least, most) * 1000)

    def _new_line(self) -> None:
        self.press("Control+End")
        self.editor.page.keyboard.press("Enter")
        self.wait(0.1, 0.3)

    def _suggestion_appears(self) -> bool:
        for _ in range(30):
            if self.editor.ghost_text():
                return True
            self.wait(0.05, 0.1)
        return False

    def _take(self, _rest: str) -> None:
        self.wait(*READING)
        self.press("Tab")

    def _take_at_once(self, _rest: str) -> None:
        self.wait(*AT_ONCE)
        self.press("Tab")

    def _take_by_mouse(self, _rest: str) -> None:
        self.wait(*GLANCE)
        page = self.editor.page
        try:
            page.locator("[class*=ghost-text]").first.hover(timeout=2000)
            accept = page.locator(".inlineSuggestionsHints .action-label", has_text="Accept").first
            accept.click(timeout=2000)
        except Error:
            self.press("Tab")

    def _take_word_then_all(self, _rest: str) -> None:
        self.wait(*READING)
        self.press("Control+ArrowRight")
        self.wait(*GLANCE)
        self.press("Tab")

    def _take_word_by_word(self, _rest: str) -> None:
        self.wait(*GLANCE)
        for _ in range(20):
            if not self._suggestion_appears():
                return
            self.wait(0.25, 0.4)
            self.editor.page.keyboard.press("Control+ArrowRight")
            self.wait(0.15, 0.3)

    def _take_line(self, _rest: str) -> None:
        self.wait(*READING)
        self.press("Control+Alt+ArrowRight")

    def _take_words_then_else(self, _rest: str) -> None:
        self.wait(*READING)
        self.press("Control+ArrowRight", "Control+ArrowRight", "Control+ArrowRight")
        self.wait(*GLANCE)
        self.type("@x")

    def _take_word_then_along(self, _rest: str) -> None:
        self.wait(*GLANCE)
        self.press("Control+ArrowRight")
        self.wait(*GLANCE)
        self.type(self.editor.ghost_text())

    def _escape(self, _rest: str) -> None:
        self.wait(*READING)
        self.press("Escape")
        self.wait(*GLANCE)
        self.type("None)")

    def _escape_at_once(self, _rest: str) -> None:
        self.wait(0.35, 0.6)
        self.press("Escape")

    def _type_along(self, rest: str) -> None:
        self.wait(*GLANCE)
        self.type(rest)

    def _type_part_then_take(self, rest: str) -> None:
        self.wait(*GLANCE)
        self.type(rest[:3])
        self.wait(*READING)
        self.press("Tab")

    def _type_else(self, _rest: str) -> None:
        self.wait(*READING)
        self.type("None or 0")

    def _type_else_at_once(self, _rest: str) -> None:
        self.wait(*AT_ONCE)
        self.type("Exception()")

    def _erase(self, _rest: str) -> None:
        self.wait(*READING)
        self.press("Backspace", "Backspace", "Backspace")
        self.type("xy")

    def _take_and_undo(self, rest: str) -> None:
        self._take(rest)
        self.wait(*GLANCE)
        self.press("Control+z")

    def _take_undo_and_redo(self, rest: str) -> None:
        self._take_and_undo(rest)
        self.wait(*GLANCE)
        self.press("Control+y")

    def _type_part_and_undo(self, rest: str) -> None:
        self.wait(*GLANCE)
        self.type(rest[:4])
        self.wait(*READING)
        self.press("Control+z")
        self.wait(*READING)

    def _leave(self, _rest: str) -> None:
        self.wait(*READING)
        self.press("ArrowUp", "ArrowUp", "End")
        self.type(" # see")

    def _switch(self, _rest: str) -> None:
        self.wait(*READING)
        self._show("notes.py")
        self.press("Control+End")
        self.type("NOTES.append('see')")
        self._show("book.py")

    def _break_line(self, _rest: str) -> None:
        self.wait(*READING)
        self.press("Enter")
        self.type("x = 1")

    def _reload(self, _rest: str) -> None:
        self.wait(*GLANCE)
        self.press("Control+s")
        self.wait(*READING)
        text = self.file.read_text()
        self.file.write_text(text.replace("Bookkeeping", "Books, kept") + "None  # from elsewhere\n")
        for _ in range(40):
            if "elsewhere" in (self.editor.page.locator(".view-lines").first.text_content() or ""):
                return
            self.wait(0.05, 0.1)
        self.press("F1")
        self.type("Revert File")
        self.wait(*GLANCE)
        self.press("Enter")

    def _show(self, name: str) -> None:
        self.press("Control+p")
        self.type(name)
        self.wait(*GLANCE)
        self.press("Enter")
        self.wait(*GLANCE)
