"""The prompt templates on disk: those that come with Centaur, and the user's own beside them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from centaur.completion.prompting import Template, TemplateError, parse

_VERSIONED = re.compile(r"\.v\d+\.md$")  # a README beside the templates is none


@dataclass(frozen=True, slots=True)
class Prompts:
    """Every template that can be used, by id and version."""

    templates: Mapping[tuple[str, int], Template]

    def find(self, prompt_id: str, version: int | None = None) -> Template:
        """The template of this version, or the newest one of the id."""
        versions = sorted(number for name, number in self.templates if name == prompt_id)
        if not versions:
            known = ", ".join(sorted({name for name, _ in self.templates}))
            raise TemplateError(f"there is no prompt {prompt_id!r}; there are {known}")
        if version is not None and version not in versions:
            numbers = ", ".join(map(str, versions))
            raise TemplateError(f"the prompt {prompt_id!r} has no version {version}; it has {numbers}")
        return self.templates[prompt_id, version or versions[-1]]


def read(user_folder: Path) -> tuple[Prompts, tuple[str, ...]]:
    """The templates, and a sentence for each file of the user's that is left out because of what is in it."""
    templates, origins = {}, {}
    for name, file in _walk(prompt_root()):
        template = _template(name, file)
        key = (template.identity.id, template.identity.version)
        templates[key], origins[key] = template, file
    problems = []
    for name, file in _walk(user_folder):
        try:
            template = _template(name, file)
        except TemplateError as error:
            problems.append(str(error))
            continue
        key = (template.identity.id, template.identity.version)
        if key in templates and templates[key].identity.hash != template.identity.hash:
            problems.append(
                f"{file} differs from {origins[key]} but has its id and version: give it a new version"
            )
            continue
        templates[key], origins[key] = template, file
    return Prompts(MappingProxyType(templates)), tuple(problems)


def prompt_root() -> Traversable:
    """The templates that come with Centaur: package data in a wheel, else the repository's own folder."""
    packaged = files("centaur") / "_prompts"
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parents[3] / "prompts"
    if checkout.is_dir():
        return checkout
    raise FileNotFoundError("the prompt templates are missing: install Centaur again")


def _walk(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    """The template files below the folder with their names relative to it, in order."""
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _walk(entry, f"{above}{entry.name}/")
        elif _VERSIONED.search(entry.name):
            yield above + entry.name, entry


def _template(name: str, file: Traversable) -> Template:
    try:
        template = parse(file.read_bytes().decode(), str(file))
    except UnicodeDecodeError:
        raise TemplateError(f"{file}: not UTF-8") from None
    except OSError as error:
        raise TemplateError(f"{file}: cannot be read ({error.strerror})") from None
    expected = f"{template.identity.id}.v{template.identity.version}.md"
    if name != expected:
        raise TemplateError(f"{file}: its id and version belong into a file {expected}")
    return template
