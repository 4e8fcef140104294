"""What fills each kind of block: one module a kind, with `facts(ground)`. Names are those of `library.decks.BLOCKS`."""

from collections.abc import Callable, Mapping
from typing import Final

from tenure.planning.reviews.blocks import (
    comparison,
    contract,
    health,
    objectives,
    recommendations,
    steps,
    summary,
    support,
    usage,
    value,
    voice,
    work,
)
from tenure.planning.reviews.exhibits import Facts
from tenure.planning.reviews.ground import Ground

FILLED: Final[Mapping[str, Callable[[Ground], Facts]]] = {
    "summary": summary.facts,
    "value": value.facts,
    "usage": usage.facts,
    "comparison": comparison.facts,
    "health": health.facts,
    "support": support.facts,
    "voice": voice.facts,
    "work": work.facts,
    "objectives": objectives.facts,
    "steps": steps.facts,
    "contract": contract.facts,
    "recommendations": recommendations.facts,
}
