"""What the lab's form asks of the past, and its words."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from tenure.core.whole import whole
from tenure.engine.scores.record import BEFORE, Asked

MONTHS: Final = (3, 6, 12)
WORDS: Final[Mapping[str, str]] = {"churn": "churned", "downgrade": "downgraded", "expansion": "expanded"}
_USUAL: Final = Asked()


def read(given: QueryDict) -> Asked:
    """The usual in place of what is no choice."""
    kind, cut = given.get("kind", ""), given.get("cut", "")
    return Asked(
        kind if kind in WORDS else _USUAL.kind,
        _one_of(BEFORE, given.get("before", ""), _USUAL.before),
        whole(cut, 2) or _USUAL.cut,
        _one_of(MONTHS, given.get("months", ""), _USUAL.months),
    )


def _one_of(choices: tuple[int, ...], text: str, otherwise: int) -> int:
    return int(text) if text in map(str, choices) else otherwise


def sign(asked: Asked) -> str:
    """Which scores announce it."""
    if asked.good:
        return "healthy" if asked.cut == _USUAL.cut else f"{asked.cut} or more"
    return "watch or worse" if asked.cut == _USUAL.cut else f"below {asked.cut}"


def query(asked: Asked) -> str:
    return urlencode({"kind": asked.kind, "before": asked.before, "months": asked.months, "cut": asked.cut})
