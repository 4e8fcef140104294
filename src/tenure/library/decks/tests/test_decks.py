"""Decks: what may stand in one, and the sentences about what may not."""

from typing import Any

import pytest

from tenure.library import decks
from tenure.library.decks import BLOCKS, BadDeck, Purpose
from tenure.library.shipping import _load

SHIPPED = _load(decks.__path__[0], "shipped.yaml")


def deck(*blocks: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"id": "mine", "name": "Mine", "blocks": list(blocks or [{"kind": "usage"}])} | changes


def test_decks_for_business_reviews_and_one_for_the_end_of_onboarding_come_with_tenure() -> None:
    purposes = [decks.read(one).purpose for one in SHIPPED]
    assert purposes.count(Purpose.BUSINESS) == 2
    assert purposes.count(Purpose.SUCCESS) == 1


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one["id"])
def test_what_is_shipped_says_what_it_is_for_and_ends_in_next_steps(one: dict[str, Any]) -> None:
    made = decks.read(one)
    assert made.sentence
    assert "steps" in {block.kind for block in made.blocks}


@pytest.mark.parametrize("kind", ["contract", "health"])
def test_what_is_about_us_cannot_be_shown_to_the_customer(kind: str) -> None:
    with pytest.raises(BadDeck, match="set internal to true"):
        decks.read(deck({"kind": kind}))
    assert decks.read(deck({"kind": kind, "internal": True})).blocks[0].internal


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (deck({"kind": "weather"}), "'weather' is no block; use one of summary"),
        (deck({"kind": "usage"}, {"kind": "usage"}), "usage is there twice"),
        (deck(blocks=[]), "deck, blocks"),
        (deck(days=3), "deck, days"),
        (deck(name=""), "deck, name: is empty"),
        (deck({"kind": "usage", "title": "Two\nlines"}), "deck, blocks.1.title"),
        (deck(colour="red"), "deck, colour: is no field here"),
    ],
)
def test_what_is_wrong_is_a_sentence_that_names_the_field(made: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadDeck, match=sentence):
        decks.read(made)


def test_text_may_be_there_several_times() -> None:
    assert len(decks.read(deck({"kind": "text", "title": "A"}, {"kind": "text", "title": "B"})).blocks) == 2


def test_a_block_has_a_heading_without_a_title() -> None:
    assert decks.read(deck({"kind": "usage"})).blocks[0].heading == BLOCKS["usage"]
