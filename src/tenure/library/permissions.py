"""Who may change documents: one permission a kind."""

from collections.abc import Mapping
from typing import Final

from tenure.library.models import Kind

# Scorecards and what they are made of change scores; all the rest are templates.
_NEEDED: Final[Mapping[str, str]] = {
    Kind.MEASURE: "edit_scorecards", Kind.SCORECARD: "edit_scorecards", Kind.SIGNAL: "edit_scorecards",
    Kind.JOURNEY: "edit_journeys",
}  # fmt: skip


def needed(kind: str) -> str:
    return _NEEDED.get(kind, "edit_templates")
