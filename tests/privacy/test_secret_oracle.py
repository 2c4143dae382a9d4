"""What a well-known scanner of secrets finds by its providers' rules is gone from our text, too."""

import re
import string

import pytest
from detect_secrets.plugins import (
    artifactory,
    aws,
    azure_storage_key,
    basic_auth,
    discord,
    github_token,
    gitlab_token,
    mailchimp,
    npm,
    openai,
    pypi_token,
    sendgrid,
    slack,
    square_oauth,
    stripe,
    telegram_token,
    twilio,
)
from detect_secrets.plugins.base import RegexBasedDetector
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centaur.privacy.secrets import redact

PLUGINS: list[RegexBasedDetector] = [
    artifactory.ArtifactoryDetector(),
    aws.AWSKeyDetector(),
    azure_storage_key.AzureStorageKeyDetector(),
    basic_auth.BasicAuthDetector(),
    discord.DiscordBotTokenDetector(),
    github_token.GitHubTokenDetector(),
    gitlab_token.GitLabTokenDetector(),
    mailchimp.MailchimpDetector(),
    npm.NpmDetector(),
    openai.OpenAIDetector(),
    pypi_token.PypiTokenDetector(),
    sendgrid.SendGridDetector(),
    slack.SlackDetector(),
    square_oauth.SquareOAuthDetector(),
    stripe.StripeDetector(),
    telegram_token.TelegramBotTokenDetector(),
    twilio.TwilioKeyDetector(),
]
SHAPES = {
    f"{type(plugin).__name__} {number}": (plugin, shape)
    for plugin in PLUGINS
    for number, shape in enumerate(plugin.denylist)
}
MISSED = {
    "ArtifactoryDetector 0": "three letters begin as many a name",
    "ArtifactoryDetector 1": "three letters begin as many a name",
    "AWSKeyDetector 1": "anything may stand between name and value; only assignments are found",
    "AzureStorageKeyDetector 0": "an equals sign in the middle is no base64",
    "BasicAuthDetector 0": "a quote in a password, which a URL would encode; ${NAME} only refers to one",
    "NpmDetector 0": "fewer than 36 characters after npm_ are no token",
    "SlackDetector 0": "fewer than ten characters after the prefix are no token",
    "SquareOAuthDetector 0": "a backslash is in no token",
}
CHARACTERS = string.ascii_letters + string.digits + string.punctuation + " "
SHORTEST = 6  # the scanner gives some groups of a shape for the secret, too


@pytest.mark.parametrize("name", SHAPES)
def test_we_miss_nothing_that_is_not_listed(name: str) -> None:
    plugin, shape = SHAPES[name]
    missed = [
        line
        for line in lines_with(shape)
        for found in plugin.analyze_line("file", line, 1)
        if len(secret := found.secret_value or "") >= SHORTEST and secret in redact(line)
    ]

    assert missed == [] or name in MISSED


def lines_with(shape: re.Pattern[str]) -> list[str]:
    """Lines that hold the shape, the same at every run."""
    values = st.from_regex(shape, fullmatch=True, alphabet=CHARACTERS)
    lines: list[str] = []

    @settings(max_examples=30, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(values, st.sampled_from(['value = "{}"', "x: {}", "f({})"]))
    def collect(value: str, line: str) -> None:
        lines.append(line.format(value))

    collect()
    return lines
