"""Secrets that are none, put together at run time so that no scanner finds them in the source."""

import base64
from typing import NamedTuple

MIXED = "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7bC9dE2fG4hJ6kL8mN1pQ3rS5tU7vW9x"
HEX = "0123456789abcdef" * 4
PEM = "-----{} {}PRIVATE KEY-----"
BODY = base64.b64encode(bytes(range(250)) * 3).decode()
BODY_LINES = [BODY[at : at + 64] for at in range(0, len(BODY), 64)]


class Example(NamedTuple):
    """A line around a secret of this kind; the secret is what must go."""

    kind: str
    line: str
    secret: str

    @property
    def text(self) -> str:
        return self.line.replace("SECRET", self.secret)

    @property
    def redacted(self) -> str:
        return self.line.replace("SECRET", f"<redacted:{self.kind}>")


def private_key(name: str = "", lines: list[str] = BODY_LINES) -> str:
    return "\n".join([PEM.format("BEGIN", name), *lines, PEM.format("END", name)])


SECRETS = [
    Example("aws-key", "key_id = 'SECRET'", "AKIA" + "IOSFODNN7EXAMPLE"),
    Example("aws-key", "# old: SECRET, remove", "ASIA" + "Y34FZKBOKMUTVV7A"),
    Example("github-token", "git clone with SECRET", "ghp_" + MIXED[:36]),
    Example("github-token", 'env: {GH: "SECRET"}', "github_pat_" + MIXED[:22] + "_" + MIXED[:40]),
    Example("gitlab-token", "curl -H 'PRIVATE: SECRET'", "glpat-" + MIXED[:20]),
    Example("gitlab-token", "runner SECRET", "glrt-" + MIXED[:12] + "_" + MIXED[:12]),
    Example("anthropic-key", 'client("SECRET")', "sk-ant-" + "api03-" + MIXED[:50]),
    Example("anthropic-key", "ANTHROPIC=SECRET", "sk-ant-" + "admin01-" + MIXED[:40]),
    Example("openai-key", 'OpenAI(api_key="SECRET")', "sk-" + MIXED[:48]),
    Example("openai-key", "  - SECRET", "sk-" + "proj-" + MIXED[:40] + "-" + MIXED[:20]),
    Example("google-key", "https://maps?key=SECRET", "AIza" + MIXED[:35]),
    Example("google-key", "secret: SECRET", "GOCSPX-" + MIXED[:28]),
    Example("slack-token", "slack SECRET", "xoxb-" + "123456789012-" + MIXED[:24]),
    Example("slack-token", "app = 'SECRET'", "xapp-" + "1-A012-" + MIXED[:24]),
    Example("slack-webhook", "POST https://hooks.slack.com/services/SECRET", "T012/B034/" + MIXED[:24]),
    Example("slack-webhook", "url: 'https://hooks.slack.com/services/SECRET'", "T99/B88/" + MIXED[9:33]),
    Example("stripe-key", "stripe.key = 'SECRET'", "sk_" + "live_" + MIXED[:24]),
    Example("stripe-key", "hook SECRET", "whsec_" + MIXED[:32]),
    Example("huggingface-token", "login SECRET", "hf_" + MIXED[:34]),
    Example("huggingface-token", 'x("SECRET")', "hf_" + MIXED[5:39]),
    Example("npm-token", "//registry/:_auth=SECRET", "npm_" + MIXED[:36]),
    Example("npm-token", "echo SECRET", "npm_" + MIXED[3:39]),
    Example("pypi-token", "twine -p SECRET", "pypi-" + "AgE" + MIXED * 2),
    Example("pypi-token", "p: 'SECRET'", "pypi-" + "AgE" + MIXED[:50]),
    Example("sendgrid-key", "mail SECRET", "SG." + MIXED[:22] + "." + MIXED[:43]),
    Example("sendgrid-key", "x = 'SECRET'", "SG." + MIXED[1:23] + "." + MIXED[2:45]),
    Example("telegram-token", "bot SECRET", "123456789" + ":AA" + MIXED[:33]),
    Example("telegram-token", "/botSECRET/getMe".replace("bot", "bot:"), "987654321" + ":AA" + MIXED[4:37]),
    Example("discord-token", "bot SECRET", "M" + MIXED[:23] + "." + MIXED[:6] + "." + MIXED[:27]),
    Example("discord-token", "x = 'SECRET'", "N" + MIXED[:25] + "." + MIXED[1:7] + "." + MIXED[1:39]),
    Example("twilio-key", "sid = 'SECRET'", "SK" + HEX[:32]),
    Example("twilio-key", "SECRET:x", "AC" + HEX[5:37]),
    Example("mailchimp-key", "mc SECRET", HEX[:32] + "-us" + "14"),
    Example("mailchimp-key", "x('SECRET')", HEX[3:35] + "-us" + "5"),
    Example("square-token", "sq SECRET", "sq0" + "atp-" + MIXED[:22]),
    Example("square-token", "sq: 'SECRET'", "sq0" + "csp-" + MIXED[:43]),
    Example("jwt", "cookie SECRET;", "eyJ" + MIXED[:20] + ".eyJ" + MIXED[:30] + "." + MIXED[:43]),
    Example("jwt", "unsigned 'SECRET'", "eyJ" + MIXED[:20] + ".eyJ" + MIXED[:30] + "."),
    Example("azure-key", "AccountName=me;AccountKey=SECRET;Suffix=x", MIXED[:62] + MIXED[:24] + "=="),
    Example("azure-key", "SharedAccessKey=SECRET", MIXED[:43] + "="),
    Example("url-password", "postgres://me:SECRET@db:5432/x", "p@ss:w0rd"),
    Example("url-password", "'https://me:SECRET@host/'", "hunter2"),
    Example("bearer-token", "-H 'Authorization: Bearer SECRET'", MIXED[:30]),
    Example("bearer-token", "authorization: Basic SECRET", "dXNlcjpwYXNzd29yZDE="),
    Example("base64", "    SECRET", MIXED[:63] + "+"),
    Example("base64", '    "SECRET\\n"', MIXED[:64]),
    Example("password", 'DB_PASSWORD = "SECRET"', "hunter2"),
    Example("password", "{'passwd': 'SECRET', 'a': 1}", "swordfish"),
    Example("password", "secret := `SECRET`", "open sesame".replace(" ", "-")),
    Example("password", 'var password string = "SECRET"', 'say\\"friend'),
    Example("password", "export PGPWD=SECRET", "correct4horse8battery"),
    Example("token", 'api_key: str = "SECRET"', "abcd1234efgh"),
    Example("token", "setToken('SECRET')", "0a1b2c3d4e"),
    Example("token", "aws_secret_access_key = SECRET", "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"),
]

INNOCENT = {
    "aws-key": ["AKIA = 'the prefix of a key'", "MAKIAVELLIANISMUSPRINCEPS = 1"],
    "github-token": ["ghp_ is how they begin", "high_power_github_pattern = 1"],
    "gitlab-token": ["glpat-short", "glob-pattern-for-all-of-these-files"],
    "anthropic-key": ["sk-ant-<your key>", "task-ant-colony-optimisation-of-routes"],
    "openai-key": ["class='sk-fading-circle-container'", "ask-me-anything-about-4000-things"],
    "google-key": ["AIza...", "GOCSPX- is a prefix"],
    "slack-token": ["xoxb-your-token-here", "the foxbat-flew"],
    "slack-webhook": ["https://hooks.slack.com/services/", "hooks.slack.com is a host"],
    "stripe-key": ["sk_live_...", "task_test_runner_for_everything_here()"],
    "huggingface-token": [
        "hf_hub_download(repo_id='x', filename='y')",
        "hf_token_for_the_hub_that_all_use = x",
    ],
    "npm-token": ["npm_config_registry", "npm_lifecycle_event_that_is_set_by_run_script"],
    "pypi-token": ["pypi-attestations==0.0.27", "pypi-AgE"],
    "sendgrid-key": ["SG.short.short", "MSG.format(a.b)"],
    "telegram-token": ["12:AA", "ratio 1234567890:AAPL"],
    "discord-token": ["MyModuleNameThatIsLongEnough.client.send_message_to_every_channel()", "N.x.y"],
    "twilio-key": ["SKIP" + HEX[:32], "BACK" + HEX[:32]],
    "mailchimp-key": ["en-us1", "commit " + HEX[:40]],
    "square-token": ["sq0", "sq0abc"],
    "jwt": ["eyJhbGciOi", "eyJhbGciOi.notajwt.x"],
    "azure-key": ["AccountKey=${KEY}", "AccessKey=..."],
    "url-password": ["http://localhost:8080/a@b", "f'postgres://{user}:{password}@{host}'"],
    "bearer-token": ["Bearer {token}", "basic understanding-of-these-things"],
    "base64": ['    "sha256:' + HEX + '",', "    " + HEX],
    "password": [
        "password = getpass()",
        "password_field = 'Enter it'",
        "if secret == '':",
        "pwd = '${PWD_FROM_ENV}'",
    ],
    "token": [
        "token = 'NUMBER'",
        "key = lambda x: x.name",
        "tokens = text.split(' ')",
        "token = next(tokens)",
    ],
    "private-key": ["-----BEGIN CERTIFICATE-----", "the PRIVATE KEY is elsewhere"],
}
