"""Merge fields: a fixed table. A text can name a field of it and nothing else; there is no language to run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

MARK: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_OPEN: Final = re.compile(r"\{\{|\}\}|\{%|%\}")


@dataclass(frozen=True, slots=True)
class Field:
    """`absent` says what is missing when an account or a contact has no value for it.

    The value of one that `is_link` is an address of ours: it may be the whole address of a link.
    """

    name: str
    sentence: str
    example: str
    absent: str
    is_link: bool = False


FIELDS: Final[dict[str, Field]] = {
    field.name: field
    for field in (
        Field("account.name", "The customer’s name", "Ostrelle", "the account has no name"),
        Field("account.renewal_date", "The day of their next renewal", "28 February 2027", "no renewal is known"),
        Field("account.customer_since", "The day they became a customer", "3 May 2025", "they never paid"),
        Field("account.seats", "Seats they have bought", "40", "no seats are known"),
        Field("account.active_users", "Their active users of the last 30 days", "23", "no usage is known"),
        Field("contact.name", "The contact’s full name", "Ada Ferreira", "the contact has no name"),
        Field("contact.first_name", "The contact’s first name", "Ada", "the contact has no name"),
        Field(
            "contact.page",
            "A link to their own page, a new one for each of them",
            "https://…/page/",
            "TENURE_URL is not set, or their page is closed because they left or are no customer any more",
            is_link=True,
        ),
        Field("owner.name", "Who looks after the account", "Priya Castell", "the owner has no name"),
        Field("owner.first_name", "Their first name", "Priya", "the owner has no name"),
        Field("owner.email", "Their e-mail address", "priya@example.com", "the owner has no address"),
        Field("company.name", "Our company", "Fernwell", "our company has no name in the settings"),
    )
}


def names(text: str) -> list[str]:
    """The fields a text names, each once, in order; known or not."""
    return list(dict.fromkeys(match[1].strip() for match in MARK.finditer(text)))


def unknown_fields(text: str) -> Iterator[str]:
    """A sentence for each thing in double braces that is no field, with the nearest one that is."""
    for name in names(text):
        if name not in FIELDS:
            yield f"{{{{ {name[:60]} }}}} is no merge field; {_nearest(name)}"
    rest = MARK.sub("", text)
    if left := _OPEN.search(rest):
        yield f"“{left[0]}” stands alone; a merge field is written like {{{{ account.name }}}}."


def _nearest(name: str) -> str:
    tidy = re.sub(r"[\s_-]+", "_", name.lower())
    ends = {known.partition(".")[2]: known for known in FIELDS}
    near = get_close_matches(tidy, FIELDS, 1, 0.6) or [ends[end] for end in get_close_matches(tidy, ends, 1, 0.6)]
    return f"did you mean {{{{ {near[0]} }}}}?" if near else f"there are {', '.join(FIELDS)}."
