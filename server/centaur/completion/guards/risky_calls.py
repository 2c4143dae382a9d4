"""Notes calls by which software is often broken into, with their number in the CWE list (cwe.mitre.org)."""

import re
from typing import NamedTuple

_TYPED = 200  # characters of the cursor's line that are looked at


class _Rule(NamedTuple):
    """A call: one of these words is in a text that has it, and the pattern finds it there."""

    words: str
    pattern: str
    why: str


_FORGED = "a hash that can be forged (CWE-327)"
_BROKEN = "a cipher that can be broken (CWE-327)"
_MARKUP = "text becomes markup (CWE-79)"
_QUERY = "a query is put together from text (CWE-89)"
_SHELL = "a shell reads the command (CWE-78)"
_LOADED = "what is loaded can run code (CWE-502)"
_SQL = r"(?i:select\b[^\"\n]*\bfrom|insert\s+into|update\b[^\"\n]*\bset|delete\s+from)\b"
_EVERYWHERE = (
    _Rule(
        "execute( executemany( query( raw(",
        r"\b(?:execute|executemany|query|raw)\(\s*(?:f[\"']|[\"'][^\"'\n]*[\"']\s*(?:%|\+|\.format))",
        _QUERY,
    ),
    _Rule(
        "select insert update delete",
        rf"\"{_SQL}[^\"\n]*\"\s*(?:%\s|\+|\.format\()|\bf\"{_SQL}[^\"\n]*\{{",
        _QUERY,
    ),
    _Rule("rawsql(", r"\bRawSQL\(", _QUERY),
    _Rule(
        "verify insecureskipverify rejectunauthorized _create_unverified cert_none",
        r"\bverify\s*=\s*False\b|InsecureSkipVerify:\s*true|rejectUnauthorized:\s*false"
        r"|_create_unverified_context|CERT_NONE",
        "certificates are not checked (CWE-295)",
    ),
    _Rule("md4( md5( sha1(", r"\b(?:md[45]|sha1)\((?![^\n]{0,99}usedforsecurity=False)", _FORGED),
    _Rule("md5 sha1", r"[\"'](?:md5|sha1)[\"']\s*\)", _FORGED),
    _Rule("getinstance(", r"MessageDigest\.getInstance\(\"(?:MD5|SHA-?1)\"", _FORGED),
    _Rule("hashes. .new(", r"\bhashes\.(?:MD5|SHA1)\(|\b(?:MD[245]|SHA1?)\.new\(", _FORGED),
    _Rule("chmod", r"\bchmod\b[^\n]{0,99}\b0?o?[0-7]{2}[2367]\b", "everybody may write the file (CWE-732)"),
)
_BY_LANGUAGE = {
    "python": (
        _Rule("eval( exec(", r"(?<![\w.])(?:eval|exec)\(", "text becomes code (CWE-95)"),
        _Rule(
            "os. shell output(",
            r"\bos\.(?:system|popen[234]?)\(|\bshell\s*=\s*True\b"
            r"|\b(?:subprocess|commands)\.get(?:status)?output\(",
            _SHELL,
        ),
        _Rule(
            "pickle. dill. marshal. shelve.",
            r"\b(?:c?pickle|dill|marshal|shelve|jsonpickle)\.(?:loads?|open|decode|Unpickler)\(",
            _LOADED,
        ),
        _Rule("yaml.", r"\byaml\.(?:unsafe_load|full_load|load\((?![^\n]{0,99}Safe))", _LOADED),
        _Rule(
            "mktemp( /tmp/",
            r"\btempfile\.mktemp\(|\bopen\(\s*[\"']/(?:var/)?tmp/",
            "another may make the file first (CWE-377)",
        ),
        _Rule(
            "extractall(",
            r"\.extractall\((?![^\n]{0,99}\bfilter=)",
            "an archive may write outside its folder (CWE-22)",
        ),
        _Rule("debug", r"\bdebug\s*=\s*True\b", "a debugger is open to who can connect (CWE-489)"),
        _Rule(
            "xml. et.",
            r"(?<!defused)xml\.(?:etree|sax|dom)\b[^\n]{0,99}\bparse|\bET\.(?:parse|iterparse|fromstring|XML)\(",
            "an XML file may name other files (CWE-611)",
        ),
        _Rule("mark_safe( markup(", r"\bmark_safe\(|\bMarkup\(", _MARKUP),
        _Rule(
            "autoescape jinja2.",
            r"autoescape\s*=\s*False|\bjinja2\.Environment\((?![^\n]{0,99}autoescape)",
            _MARKUP,
        ),
        _Rule(".new( ecb", r"\b(?:DES3?|ARC[24]|Blowfish)\.new\(|MODE_ECB|\bmodes\.ECB\(", _BROKEN),
        _Rule("algorithms.", r"\balgorithms\.(?:ARC4|Blowfish|CAST5|IDEA|SEED|TripleDES)\(", _BROKEN),
        _Rule(
            "protocol_", r"\bPROTOCOL_(?:SSLv[23]|TLSv1(?:_1)?)\b", "a protocol that can be read (CWE-327)"
        ),
        _Rule(
            "telnetlib. ftplib.",
            r"\b(?:telnetlib\.Telnet|ftplib\.FTP)\(",
            "a password travels readable (CWE-319)",
        ),
        _Rule("autoaddpolicy(", r"AutoAddPolicy\(", "any host is believed (CWE-295)"),
        _Rule(
            "random.",
            r"(?i:token|passw|secret|session_id|otp)(?:[^\n]{0,99}\n)?[^\n]{0,99}\brandom\.[a-z]+\(",
            "a value that can be guessed (CWE-330)",
        ),
        _Rule("0.0.0.", r"[\"']0\.0\.0\.0[\"']", "it listens to every network (CWE-605)"),
    ),
    "javascript": (
        _Rule("eval( function(", r"(?<![\w.])eval\(|\bnew Function\(", "text becomes code (CWE-95)"),
        _Rule(
            "html document.write(",
            r"\.(?:inner|outer)HTML\s*=|document\.write\(|dangerouslySetInnerHTML",
            _MARKUP,
        ),
        _Rule("exec( execsync(", r"\b(?:exec|execSync)\(\s*(?:`|[\"'][^\"'\n]*[\"']\s*\+)", _SHELL),
    ),
    "c": (
        _Rule(
            "gets( strcpy( strcat( sprintf(",
            r"(?<!\w)(?:gets|strcpy|strcat|sprintf|vsprintf)\(",
            "it may write past the end (CWE-120)",
        ),
        _Rule("system( popen(", r"(?<!\w)(?:system|popen)\(", _SHELL),
        _Rule(
            "printf( syslog(",
            r"(?<!\w)(?:printf|syslog)\(\s*\w+\s*\)",
            "the format comes from outside (CWE-134)",
        ),
    ),
    "java": (
        _Rule("getruntime()", r"getRuntime\(\)\.exec\(", "a command is run (CWE-78)"),
        _Rule("readobject()", r"\.readObject\(\)", _LOADED),
    ),
    "go": (_Rule("exec.command(", r"exec\.Command\(\"(?:ba)?sh\"", _SHELL),),
    "rust": (_Rule("unsafe", r"\bunsafe\b", "the compiler does not check it (CWE-119)"),),
    "shellscript": (
        _Rule(
            "rm",
            r"\brm\s+-\w{0,9}r\w{0,9}\s+(?:-\w{1,20}\s+){0,9}[\"']?(?:/|\$)",
            "it may delete more than is meant (CWE-73)",
        ),
        _Rule(
            "curl wget",
            r"\b(?:curl|wget)\b[^\n|]{0,99}\|\s*(?:sudo\s+)?(?:ba|z)?sh\b",
            "what is loaded is run (CWE-494)",
        ),
        _Rule("eval", r"(?<!\w)eval\s", "text becomes code (CWE-95)"),
    ),
    "sql": (
        _Rule(
            "delete update",
            r"(?i)\b(?:DELETE\s+FROM|UPDATE)\s+[\w.]+(?:\s+SET\s+(?:(?!WHERE)[^;]){0,200})?;",
            "every row is meant (CWE-1287)",
        ),
        _Rule("drop", r"(?i)\bDROP\s+(?:TABLE|DATABASE)\b", "it cannot be undone"),
    ),
}
_LIKE = {
    "javascriptreact": "javascript",
    "typescript": "javascript",
    "typescriptreact": "javascript",
    "vue": "javascript",
} | {"cpp": "c"}
_RULES = {
    language: tuple((tuple(rule.words.split()), re.compile(rule.pattern), rule.why) for rule in rules)
    for language, rules in {"": _EVERYWHERE, **_BY_LANGUAGE}.items()
}


def risky_calls(text: str, before: str, language: str) -> str:
    """A sentence about the first risky call that the text makes or, begun on its line, finishes, or ""."""
    before = before[-_TYPED:]
    whole = before + text
    lowered = whole.lower()
    for words, pattern, why in (*_RULES.get(_LIKE.get(language, language), ()), *_RULES[""]):
        # A search for words takes a hundredth of a search for the pattern, and most texts have none of them.
        if not any(word in lowered for word in words):
            continue
        for found in pattern.finditer(whole):
            if found.end() > len(before):
                return f"`{found[0].strip()}`: {why}"
    return ""
