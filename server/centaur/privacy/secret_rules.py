"""The shapes of secrets, as data: specific before general, each with the words that must be there at all.

The shapes are those that the providers document. A rule takes time in proportion to the text: it begins with
a literal, and only where no character of its value stands before, so no run of characters is tried twice.
"""

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """A kind of secret: the last group of `pattern`, or all of it, is the value; keywords are lower case."""

    kind: str
    keywords: tuple[str, ...]
    pattern: re.Pattern[str]


def _rule(kind: str, keywords: str, pattern: str) -> Rule:
    return Rule(kind, tuple(keywords.split(" ")), re.compile(pattern))


# What stands for a value is none: our own marker, and the references of shells, templates and format strings.
_LITERAL = r"(?!<redacted:|\$[{(]|\{|%[s(])"
_TYPE = r"(?:[ \t]?:[ \t]?\w{1,32}|[ \t]\w{1,32})?"
_BECOMES = rf"[\"'`\]]{{0,2}}{_TYPE}[ \t]{{0,8}}(?::=|=>|[=!]==?|[:=(])[ \t]{{0,8}}[bfru@]{{0,2}}"
_BARE = r"(?=[a-z+/~@#%^&*!-]*\d)([a-z0-9+/~@#%^&*!-]{16,}+={0,2})(?![\w.(\[])"
_WITH_DIGIT = r"(?=[^\sQ0-9]*[0-9])"


def _quoted(shortest: int, condition: str = "") -> str:
    """A literal without blanks between quotes of any kind."""
    form = rf"Q{_LITERAL}{condition}((?:[^\sQ\\]|\\.){{{shortest},}})Q"
    return "|".join(form.replace("Q", quote) for quote in "\"'`")


_WORDS = rf"(?i:(?:passwo?r?d|passphrase|pwd|secret){_BECOMES}(?:{_quoted(4)}|{_BARE}))"
_KEYS = (
    r"(?i:(?:token|(?:api|access|secret|private|account|auth|encryption)[_-]?key|credentials?)"
    rf"{_BECOMES}(?:{_quoted(8, _WITH_DIGIT)}|{_BARE}))"
)
_GITLAB = "pat|dt|rt|cbt|ptt|ft|imt|soat|agent|oas"

RULES = (
    _rule("aws-key", "akia asia abia acca a3t", r"\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b"),
    _rule("github-token", "gh github_pat_", r"\b(?:gh[pousr]_\w{36,}|github_pat_\w{22,})"),
    _rule("gitlab-token", "gl gr1348941", rf"(?<![\w-])(?:gl(?:{_GITLAB})-|GR1348941)[\w-]{{20,}}"),
    _rule("anthropic-key", "sk-ant-", r"(?<![\w-])sk-ant-[\w-]{20,}"),
    _rule("openai-key", "sk-", r"(?<![\w-])sk-(?=[A-Za-z_-]*\d)[\w-]{20,}"),
    _rule("google-key", "aiza gocspx-", r"(?<![\w-])(?:AIza[\w-]{35,}|GOCSPX-[\w-]{20,})"),
    _rule("slack-token", "xox xapp-", r"(?<![\w-])(?i:xox[abeoprs]|xapp)-(?=[A-Za-z-]*\d)[\w-]{10,}"),
    _rule("slack-webhook", "hooks.slack.com", r"(?i:hooks\.slack\.com/services/)([\w/]{7,})"),
    _rule("stripe-key", "k_live_ k_test_ whsec_", r"\b(?:[rs]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,}"),
    _rule("huggingface-token", "hf_", r"\bhf_[A-Za-z0-9]{30,}"),
    _rule("npm-token", "npm_", r"\bnpm_[A-Za-z0-9]{36,}"),
    _rule("pypi-token", "pypi-age", r"(?<![\w-])pypi-AgE[\w-]{40,}"),
    _rule("sendgrid-key", "sg.", r"(?<![\w-])SG\.[\w-]{16,64}\.[\w-]{16,128}"),
    _rule("telegram-token", ":", r"(?<!\d)\d{8,10}:[\w-]{35}(?![\w-])"),
    _rule("discord-token", ".", r"(?<![\w-])[MNO](?=[A-Za-z_-]*\d)[\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38}"),
    _rule("twilio-key", "ac sk", r"\b(?:AC|SK)[0-9a-z]{32}\b"),
    _rule("mailchimp-key", "-us", r"(?<![0-9a-z])[0-9a-z]{32}-us\d{1,2}\b"),
    _rule("square-token", "sq0", r"(?<![\w-])sq0(?:atp|csp|idp)-[\w-]{22,}"),
    _rule("jwt", "eyj", r"(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?"),
    _rule("azure-key", "accountkey accesskey", r"(?:Account|Access)Key=([A-Za-z0-9+/]{40,}={0,2})"),
    _rule("url-password", "://", rf"://[^\s/:@\"'`]{{0,256}}:{_LITERAL}([^\s/\"'`]{{1,256}})@"),
    _rule("bearer-token", "bearer basic", r"\b(?i:Bearer|Basic) (?=[A-Za-z._~+/=-]*\d)([\w.~+/=-]{16,})"),
    # A line as wide as a key's lines may be the middle of a key that is longer than the window.
    _rule("base64", "", r"^\W{0,60}(?=[0-9a-f]*[^0-9a-f\W])([A-Za-z0-9+/]{60,76}={0,2})(?:\\n)?\W{0,8}$"),
    _rule("password", "pass pwd secret", _WORDS),
    _rule("token", "token key credential", _KEYS),
)


_PEM = r"(?:[A-Z0-9]{1,16} ){0,4}PRIVATE KEY(?: BLOCK)?-----"
PEM_END = re.compile(rf"-----END {_PEM}")
PEM_BLOCK = re.compile(rf"-----BEGIN {_PEM}(?:.*?{PEM_END.pattern}|.*\Z)", re.DOTALL)
