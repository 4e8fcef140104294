"""Whole numbers that somebody sent: in an address, a form, a file."""


def whole(text: str, digits: int, otherwise: int = 0) -> int:
    """The number that a text of at most so many digits is; `otherwise` for what is none, or too long to be meant."""
    return int(text) if text.isdecimal() and len(text) <= digits else otherwise
