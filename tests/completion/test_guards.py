"""No text passes the guards with what nobody can see, or with what nobody may."""

import pytest

from centaur.completion.guards import notes, refuse
from centaur.completion.types import Near
from tests.privacy.planted import SECRETS, Example, private_key
from tests.privacy.test_hidden import HIDDEN, PLACES, SEEN


@pytest.mark.parametrize("place", PLACES)
def test_every_hidden_character_is_refused(place: str) -> None:
    assert {refuse(place.format(character)) for character in HIDDEN} == {"hidden_characters"}


@pytest.mark.parametrize("example", SECRETS, ids=lambda example: example.line)
def test_every_secret_is_refused(example: Example) -> None:
    assert refuse(f"x = 1\n{example.text}\n") == "secrets"


@pytest.mark.parametrize("text", ["key = '<redacted:aws-key>'", "<redacted:private-key>", private_key()])
def test_the_marker_of_a_secret_is_refused(text: str) -> None:
    assert refuse(text) == "secrets"


@pytest.mark.parametrize("text", [*SEEN, "return a + b", "", "password = getpass()"], ids=repr)
def test_all_else_passes(text: str) -> None:
    assert refuse(text) == ""


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("y = = 2\nz = 1", "syntax"),
        ("y = 2\nz = 1", ""),
        ("foo(\n    1,", ""),
        ("y = = 2", "syntax"),
        ("y = 2 z = 3", "syntax"),
        ("y = (2 +", ""),
        ("y = [x for", ""),
        ("y = 'it is", ""),
    ],
)
def test_a_text_that_nothing_can_mend_is_refused(text: str, refused: str) -> None:
    assert refuse(text, Near("x = 1\n", ""), "python") == refused


@pytest.mark.parametrize(("before", "text"), [("", "!pip install numpy"), ("%", "matplotlib inline")])
def test_a_notebooks_magic_is_no_broken_python(before: str, text: str) -> None:
    assert refuse(text, Near(f"import os\n{before}", "\n"), "python") == ""
    assert refuse(text, Near(f"import os\nx = {before}", "\n"), "python") == "syntax"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("= 2) + (y", ""),
        ("host=(", "syntax"),
        ("host=(1, 2)", ""),
        ('":("', ""),
        (r"'it\'s (', b", ""),
        ("[x for x in y]", ""),
        ("f: impl Fn(&'a str) -> &'a str", ""),
    ],
)
def test_inside_brackets_a_line_closes_what_it_opens(text: str, refused: str) -> None:
    assert refuse(text, Near("x = f(y", ")\n"), "python") == refused
    assert refuse(text, Near("x = f(y", " + 1\n"), "python") == ""


def noted(
    text: str, language: str = "python", before: str = "", modules: frozenset[str] | None = None
) -> str:
    return "; ".join(note.sentence for note in notes(text, Near(before, ""), language, lambda: modules))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import requests_cache_extras", "`requests_cache_extras` is not installed here"),
        ("import json, nowhere.sub as n, installed", "`nowhere` is not installed here"),
        ("from nowhere.sub import x\nimport elsewhere", "`nowhere`, `elsewhere` are not installed here"),
        ("import json\nfrom os.path import join\nimport installed", ""),
        ("from . import mine\nfrom .other import x", ""),
        ("import known_above", ""),
        ("x = 'import nothing'", ""),
    ],
)
def test_an_import_of_what_is_not_there_is_noted(text: str, told: str) -> None:
    assert noted(text, before="import known_above\n", modules=frozenset({"installed"})) == told


def test_an_import_that_was_begun_is_noted_too() -> None:
    assert noted("where", before="import no", modules=frozenset()) == "`nowhere` is not installed here"


def test_where_nobody_knows_what_is_installed_or_it_is_no_python_nothing_is_noted() -> None:
    assert (noted("import nowhere"), noted("import nowhere", "go", modules=frozenset())) == ("", "")


RISKY = [
    ("python", 'cursor.execute(f"SELECT * FROM t WHERE a = {a}")', "CWE-89"),
    ("python", 'db.execute("SELECT " + name)', "CWE-89"),
    ("python", "x = eval(text)", "CWE-95"),
    ("python", "os.system(command)", "CWE-78"),
    ("python", "subprocess.run(command, shell=True)", "CWE-78"),
    ("python", "pickle.loads(data)", "CWE-502"),
    ("python", "yaml.load(data)", "CWE-502"),
    ("python", "requests.get(url, verify=False)", "CWE-295"),
    ("python", "hashlib.md5(password)", "CWE-327"),
    ("python", "archive.extractall(path)", "CWE-22"),
    ("python", "app.run(debug=True)", "CWE-489"),
    ("python", "os.chmod(path, 0o777)", "CWE-732"),
    ("python", "tempfile.mktemp()", "CWE-377"),
    ("python", "mark_safe(text)", "CWE-79"),
    ("python", "jinja2.Environment(loader=loader)", "CWE-79"),
    ("python", 'query = "select * from t where a = " + a', "CWE-89"),
    ("python", 'query = f"DELETE FROM t WHERE a = {a}"', "CWE-89"),
    ("python", "RawSQL(text, [])", "CWE-89"),
    ("python", "hashes.SHA1()", "CWE-327"),
    ("python", 'hashlib.new("md5")', "CWE-327"),
    ("python", "algorithms.TripleDES(key)", "CWE-327"),
    ("python", "ARC4.new(key)", "CWE-327"),
    ("python", "ssl.SSLContext(ssl.PROTOCOL_TLSv1)", "CWE-327"),
    ("python", "telnetlib.Telnet(host)", "CWE-319"),
    ("python", "password = random.choice(letters)", "CWE-330"),
    ("python", "def reset_token():\n    return random.randint(0, 9)", "CWE-330"),
    ("python", "subprocess.getoutput(command)", "CWE-78"),
    ("python", "open('/tmp/report')", "CWE-377"),
    ("python", "os.chmod(path, 0o666)", "CWE-732"),
    ("python", "ET.fromstring(text)", "CWE-611"),
    ("python", 's.bind(("0.0.0.0", 80))', "CWE-605"),
    ("javascript", "element.innerHTML = text", "CWE-79"),
    ("typescript", "exec(`rm ${name}`)", "CWE-78"),
    ("c", "gets(line);", "CWE-120"),
    ("cpp", "system(command);", "CWE-78"),
    ("java", "Runtime.getRuntime().exec(command);", "CWE-78"),
    ("go", "tls.Config{InsecureSkipVerify: true}", "CWE-295"),
    ("rust", "unsafe { *p }", "CWE-119"),
    ("shellscript", "curl https://x | sudo bash", "CWE-494"),
    ("shellscript", "rm -rf $HOME/x", "CWE-73"),
    ("sql", "delete from users;", "CWE-1287"),
]
HARMLESS = [
    ("python", 'cursor.execute("SELECT * FROM t WHERE a = ?", (a,))'),
    ("python", "model.eval()"),
    ("python", "yaml.load(data, Loader=yaml.SafeLoader)"),
    ("python", "subprocess.run([command])"),
    ("python", 'print("please select one from the list: " + name)'),
    ("python", 'text = f"update the {name}"'),
    ("python", "hashlib.md5(data, usedforsecurity=False)"),
    ("python", 'archive.extractall(folder, filter="data")'),
    ("python", "os.chmod(path, 0o755)"),
    ("python", "ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)"),
    ("python", "colour = random.choice(colours)"),
    ("python", "jinja2.Environment(autoescape=True)"),
    ("javascript", "pattern.exec(text)"),
    ("c", 'printf("%s", name); snprintf(a, n, b);'),
    ("sql", "DELETE FROM users WHERE id = 1;"),
    ("shellscript", "rm -f build.log"),
    ("plaintext", "the unsafe call"),
]


@pytest.mark.parametrize(("language", "text", "weakness"), RISKY)
def test_a_risky_call_is_noted_with_its_weakness(language: str, text: str, weakness: str) -> None:
    assert weakness in noted(text, language)


@pytest.mark.parametrize(("language", "text"), HARMLESS)
def test_what_only_looks_alike_is_not_noted(language: str, text: str) -> None:
    assert noted(text, language) == ""
