"""Settings: what fits is taken, what does not is named and changes nothing."""

from pathlib import Path

import pytest

from centaur.adapters import config_file
from centaur.settings import Settings, merge

EXAMPLE = """
engines = ["fast", "local"]
[models.fast]
preset = "ollama"
name = "qwen2.5-coder:1.5b"
[suggest]
delay = 120
languages = { markdown = false }
[privacy]
exclude = ["private/"]
[evidence]
level = "off"
"""


def test_a_config_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(EXAMPLE)

    settings, warnings = config_file.read(file)

    assert warnings == ()
    assert settings.engines == ("fast", "local")
    assert settings.models["fast"]["name"] == "qwen2.5-coder:1.5b"
    assert (settings.delay_ms, settings.level) == (120, "off")


def test_no_file_is_the_defaults(tmp_path: Path) -> None:
    assert config_file.read(tmp_path / "none.toml") == (Settings(), ())


@pytest.mark.parametrize("content", [b"engines = [", b"\xff\xfe", b"a = \0"])
def test_a_broken_file_is_the_defaults_and_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)

    settings, [warning] = config_file.read(file)

    assert settings == Settings()
    assert str(file) in warning
    assert "the defaults are used" in warning


def test_a_file_that_cannot_be_read_is_told_without_our_language_s_words(tmp_path: Path) -> None:
    folder, binary = tmp_path / "config.toml", tmp_path / "binary.toml"
    folder.mkdir()
    binary.write_bytes(b"\xff")

    assert config_file.read(folder)[1] == (f"{folder} cannot be read: Is a directory; the defaults are used",)
    assert config_file.read(binary)[1] == (f"{binary} is not text in UTF-8; the defaults are used",)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"engine": ["local"]}, "unknown setting 'engine'"),
        ({"suggest": {"dellay": 1}}, "unknown setting 'suggest.dellay'"),
        ({"engines": "local"}, "engines must be a list of strings"),
        ({"engines": []}, "engines must name at least one engine"),
        ({"models": {"fast": "ollama"}}, "models must be tables"),
        ({"suggest": {"delay": -1}}, "suggest.delay must be milliseconds"),
        ({"suggest": {"delay": True}}, "suggest.delay must be milliseconds"),
        ({"suggest": {"delay": "quick"}}, "suggest.delay must be milliseconds"),
        ({"suggest": {"candidates": 4}}, "suggest.candidates must be a whole number from 1 to 3"),
        ({"suggest": {"candidates": 0}}, "suggest.candidates must be a whole number from 1 to 3"),
        ({"suggest": {"candidates": True}}, "suggest.candidates must be a whole number from 1 to 3"),
        ({"suggest": {"multiline": True}}, "suggest.multiline must be one of never, auto, always"),
        ({"suggest": {"speculative": "yes"}}, "suggest.speculative must be one of never, auto, always"),
        ({"budget": {"usd_per_day": 0}}, "budget.usd_per_day must be a number above 0"),
        ({"budget": {"usd_per_day": float("nan")}}, "budget.usd_per_day must be a number above 0"),
        ({"budget": {"tokens_per_day": 1.5}}, "budget.tokens_per_day must be a whole number above 0"),
        ({"suggest": {"languages": {"python": 1}}}, "suggest.languages must map"),
        ({"suggest": 7}, "unknown setting 'suggest'"),
        ({"privacy": {"exclude": [1]}}, "privacy.exclude must be a list"),
        ({"evidence": {"level": "loud"}}, "evidence.level must be one of off, numbers, full"),
    ],
)
def test_what_does_not_fit_is_named_and_the_old_value_stays(table: dict[str, object], told: str) -> None:
    settings, [warning] = merge(Settings(delay_ms=10), table, "test")

    assert settings == Settings(delay_ms=10)
    assert warning.startswith(f"test: {told}")


def test_one_wrong_value_does_not_lose_the_others() -> None:
    settings, warnings = merge(Settings(), {"engines": 1, "suggest": {"delay": 5}}, "test")

    assert settings.delay_ms == 5
    assert len(warnings) == 1


def test_a_delay_may_adapt() -> None:
    assert merge(Settings(delay_ms=5), {"suggest": {"delay": "adaptive"}}, "test") == (Settings(), ())


def test_own_patterns_add_to_those_that_keep_secrets_in() -> None:
    settings, _ = merge(Settings(), {"privacy": {"exclude": ["*.sql"]}}, "test")

    assert settings.exclude == ("**/.env*", "**/*.pem", "**/id_*", "*.sql")


def test_a_language_that_is_not_named_goes_by_the_star() -> None:
    only_go, _ = merge(Settings(), {"suggest": {"languages": {"*": False, "go": True}}}, "test")

    assert (only_go.language_enabled("go"), only_go.language_enabled("python")) == (True, False)
    assert Settings().language_enabled("python")
    assert not Settings().language_enabled("plaintext")
