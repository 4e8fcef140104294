"""The colours a chart may name, read from the style sheet itself so that files and pages cannot drift apart."""

import re
from functools import cache
from pathlib import Path

_TOKENS = Path(__file__).parent.parent / "shell" / "static" / "tenure" / "css" / "tokens.css"


@cache
def light_theme() -> dict[str, str]:
    """Name to hex: {"--c-brand": "#2563eb", ...}."""
    light = _TOKENS.read_text().split('[data-bs-theme="dark"]')[0]
    return dict(re.findall(r"(--c-[a-z0-9-]+):\s*(#[0-9a-f]{6})", light))


def without_variables(text: str) -> str:
    """Every var(--c-…) of a spec replaced by its colour in the light theme."""
    return re.sub(r"var\((--c-[a-z0-9-]+)\)", lambda match: light_theme()[match[1]], text)
