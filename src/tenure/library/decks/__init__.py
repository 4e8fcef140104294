"""Review decks: which blocks a review has, in which order, and what of it stays with us."""

from tenure.library.decks.deck import BLOCKS, TYPED, BadDeck, Block, Deck, Purpose, read

__all__ = ["BLOCKS", "TYPED", "BadDeck", "Block", "Deck", "Purpose", "read"]
