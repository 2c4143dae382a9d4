"""Notes calls by which software is often broken into, with their number in the CWE list (cwe.mitre.org)."""

import re

_EVERYWHERE = (
    (
        r"\b(?:execute|executemany|query|raw)\(\s*(?:f[\"']|[\"'][^\"'\n]*[\"']\s*(?:%|\+|\.format))",
        "a query is put together from text (CWE-89)",
    ),
    (
        r"\bverify\s*=\s*False\b|InsecureSkipVerify:\s*true|rejectUnauthorized:\s*false|_create_unverified_context|CERT_NONE",
        "certificates are not checked (CWE-295)",
    ),
    (
        r"\b(?:md5|sha1)\(|[\"'](?:md5|sha1)[\"']\s*\)|MessageDigest\.getInstance\(\"(?:MD5|SHA-?1)\"",
        "a hash that can be forged (CWE-327)",
    ),
    (r"\bchmod\b[^\n]*\b0?o?777\b", "everybody may write the file (CWE-732)"),
)
_BY_LANGUAGE = {
    "python": (
        (r"(?<![\w.])(?:eval|exec)\(", "text becomes code (CWE-95)"),
        (r"\bos\.(?:system|popen)\(|\bshell\s*=\s*True\b", "a shell reads the command (CWE-78)"),
        (
            r"\b(?:c?pickle|dill|marshal|shelve|jsonpickle)\.(?:loads?|open|decode|Unpickler)\(",
            "what is loaded can run code (CWE-502)",
        ),
        (r"\byaml\.(?:unsafe_load|full_load|load\((?![^\n]*Safe))", "what is loaded can run code (CWE-502)"),
        (r"\btempfile\.mktemp\(", "another may make the file first (CWE-377)"),
        (r"\.extractall\(", "an archive may write outside its folder (CWE-22)"),
        (r"\bdebug\s*=\s*True\b", "a debugger is open to who can connect (CWE-489)"),
        (r"\bxml\.(?:etree|sax|dom)\b[^\n]*\bparse", "an XML file may name other files (CWE-611)"),
        (r"\bmark_safe\(|\bMarkup\(|autoescape\s*=\s*False", "text becomes markup (CWE-79)"),
        (r"\bDES\.new\(|\bARC4\.new\(|MODE_ECB", "a cipher that can be broken (CWE-327)"),
        (r"AutoAddPolicy\(", "any host is believed (CWE-295)"),
        (r"[\"']0\.0\.0\.0[\"']", "it listens to every network (CWE-605)"),
    ),
    "javascript": (
        (r"(?<![\w.])eval\(|\bnew Function\(", "text becomes code (CWE-95)"),
        (
            r"\.(?:inner|outer)HTML\s*=|document\.write\(|dangerouslySetInnerHTML",
            "text becomes markup (CWE-79)",
        ),
        (r"\b(?:exec|execSync)\(\s*(?:`|[\"'][^\"'\n]*[\"']\s*\+)", "a shell reads the command (CWE-78)"),
    ),
    "c": (
        (r"(?<!\w)(?:gets|strcpy|strcat|sprintf|vsprintf)\(", "it may write past the end (CWE-120)"),
        (r"(?<!\w)(?:system|popen)\(", "a shell reads the command (CWE-78)"),
        (r"(?<!\w)(?:printf|syslog)\(\s*\w+\s*\)", "the format comes from outside (CWE-134)"),
    ),
    "java": (
        (r"getRuntime\(\)\.exec\(", "a command is run (CWE-78)"),
        (r"\.readObject\(\)", "what is loaded can run code (CWE-502)"),
    ),
    "go": ((r"exec\.Command\(\"(?:ba)?sh\"", "a shell reads the command (CWE-78)"),),
    "rust": ((r"\bunsafe\b", "the compiler does not check it (CWE-119)"),),
    "shellscript": (
        (r"\brm\s+-\w*r\w*\s+(?:-\w+\s+)*[\"']?(?:/|\$)", "it may delete more than is meant (CWE-73)"),
        (r"\b(?:curl|wget)\b[^\n|]*\|\s*(?:sudo\s+)?(?:ba|z)?sh\b", "what is loaded is run (CWE-494)"),
        (r"(?<!\w)eval\s", "text becomes code (CWE-95)"),
    ),
    "sql": (
        (
            r"\b(?:DELETE\s+FROM|UPDATE)\s+[\w.]+(?:\s+SET\s+(?:(?!WHERE)[^;])*)?;",
            "every row is meant (CWE-1287)",
        ),
        (r"\bDROP\s+(?:TABLE|DATABASE)\b", "it cannot be undone"),
    ),
}
_LIKE = {
    "javascriptreact": "javascript",
    "typescript": "javascript",
    "typescriptreact": "javascript",
    "vue": "javascript",
} | {"cpp": "c"}
_RULES = {
    language: tuple((re.compile(rule, re.IGNORECASE if language == "sql" else 0), why) for rule, why in rules)
    for language, rules in {"": _EVERYWHERE, **_BY_LANGUAGE}.items()
}


def risky_calls(text: str, language: str) -> str:
    """A sentence about the first risky call in the text, or ""."""
    rules = (*_RULES.get(_LIKE.get(language, language), ()), *_RULES[""])
    found = next(((match, why) for rule, why in rules if (match := rule.search(text))), None)
    return f"`{found[0][0].strip()}`: {found[1]}" if found else ""
