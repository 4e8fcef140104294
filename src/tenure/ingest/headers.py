"""Column names as people write them, brought to one spelling."""

import re
from collections.abc import Iterable
from hashlib import md5

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER = re.compile(r"[^a-z0-9]+")
_DRESS = re.compile(r"^(sf|hs|stripe|hubspot|salesforce|zendesk|export)_|_(data|export|\d{4}_\d{2}_\d{2}|\d+)$")


def plain(header: str) -> str:
    """`Account ID`, `accountId` and `account-id` are all account_id."""
    return _OTHER.sub("_", _HUMP.sub("_", header.strip()).lower()).strip("_")


def subject(stem: str) -> str:
    """What a file's name is about: `sf_account_data`, `Account 2024-01-31` and `account` are the same."""
    bare = plain(stem)
    while (cut := _DRESS.sub("", bare)) != bare and cut:
        bare = cut
    return bare


def signature(columns: Iterable[str]) -> str:
    """A digest of the header, whatever the order of its columns."""
    return md5("|".join(sorted(plain(column) for column in columns)).encode(), usedforsecurity=False).hexdigest()
