"""What a review deck is, and reading one with sentences about what is wrong."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tenure.metrics.measures.documents import Unusable, declared

Line = Annotated[str, Field(pattern=r"^[^\r\n\x00]*$")]

# The kinds of blocks; what fills each is in `tenure.planning.reviews.blocks`, under the same name.
BLOCKS: Final[Mapping[str, str]] = {
    "summary": "Summary",
    "value": "Value achieved",
    "usage": "Usage",
    "comparison": "Beside comparable customers",
    "health": "Health",
    "support": "Support",
    "voice": "What their people say",
    "work": "What we did",
    "objectives": "Objectives",
    "steps": "Next steps",
    "contract": "Contract",
    "recommendations": "Recommendations",
    "text": "Text",
}
TYPED: Final = frozenset({"text"})  # filled by people alone
# What is about us and not for the customer, however a deck is written.
_OURS: Final = frozenset({"contract", "health"})


class BadDeck(Unusable):
    """The deck cannot be used; the sentences name the field, one a line."""


class Purpose(StrEnum):
    BUSINESS = "business"
    SUCCESS = "success"  # Customer Success Review: after onboarding


class Block(BaseModel):
    """`internal`: never shown to the customer. `prompt` tells who prepares it what to add."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    kind: str
    title: Annotated[Line, Field(max_length=80)] = ""
    prompt: Annotated[str, Field(max_length=300)] = ""
    internal: bool = False

    @model_validator(mode="after")
    def _known(self) -> "Block":
        if self.kind not in BLOCKS:
            raise ValueError(f"kind: {self.kind!r} is no block; use one of {', '.join(BLOCKS)}")
        if self.kind in _OURS and not self.internal:
            raise ValueError(f"internal: {BLOCKS[self.kind]} is about us, not for the customer; set internal to true")
        return self

    @property
    def heading(self) -> str:
        return self.title or BLOCKS[self.kind]


class Deck(BaseModel):
    """`days` before the day of the review are looked back on."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
    name: Annotated[Line, Field(min_length=1, max_length=80)]
    sentence: Annotated[str, Field(max_length=300)] = ""
    purpose: Purpose = Purpose.BUSINESS
    days: Annotated[int, Field(ge=7, le=730)] = 90
    blocks: Annotated[tuple[Block, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _once(self) -> "Deck":
        kinds = [block.kind for block in self.blocks if block.kind not in TYPED]
        if twice := sorted({kind for kind in kinds if kinds.count(kind) > 1}):
            raise ValueError(f"blocks: {', '.join(twice)} is there twice; only text may be there more than once")
        return self


def read(document: Mapping[str, Any] | str, where: str = "deck") -> Deck:
    """The deck of a mapping or of YAML text, all of whose fields are known; raises BadDeck."""
    return declared(Deck, document, where, BadDeck)
