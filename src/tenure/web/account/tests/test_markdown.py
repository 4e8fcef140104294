import re

import pytest

from tenure.web.account.markdown import rendered

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "[click](vbscript:msgbox(1))",
    "![x](https://evil.example/pixel.png)",
    '<a href="https://example.com" onclick="alert(1)">x</a>',
    "<svg onload=alert(1)>",
    "<iframe src=https://evil.example></iframe>",
    "<style>body{display:none}</style>",
    '[x](https://example.com "onmouseover=alert(1)")',
    "<<script>script>alert(1)<</script>/script>",
    "`<script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[x]: javascript:alert(1)\n\n[x]",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "\x00<scr\x00ipt>alert(1)</script>",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_no_script_survives(text: str) -> None:
    tags = re.findall(r"<(/?[a-z][a-z0-9]*)([^>]*)>", rendered(text), flags=re.IGNORECASE)
    assert {name.strip("/") for name, _ in tags} <= {"p", "a", "code", "pre", "br"}
    for name, attributes in tags:
        assert re.fullmatch(r'( href="(https?|mailto|tel):[^"]*")?( rel="[a-z ]+")?', attributes), (name, attributes)


def test_markdown_reads_as_markdown() -> None:
    html = rendered("# Kick-off\n\n- **Jens** decides\n- [plan](https://example.com)\n\nfirst line\nsecond line")
    assert "<h3>Kick-off</h3>" in html
    assert "<strong>Jens</strong>" in html
    assert '<a href="https://example.com" rel="noopener noreferrer nofollow">plan</a>' in html
    assert "first line<br" in html


def test_angle_brackets_are_text() -> None:
    assert "a &lt; b" in rendered("a < b")
