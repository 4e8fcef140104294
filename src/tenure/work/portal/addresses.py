"""The address of a link. Its row's random key and the installation's secret are both needed to know it.

So a copy of the database opens no page, and neither does the secret alone. It can be written again at any time, which a
mail that is tried a second time needs.
"""

from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

PATH: Final = "/page/"
_SALT: Final = "tenure.page"


def token(key: str) -> str:
    return Signer(salt=_SALT, sep=".").sign(key)


def key_of(given: str) -> str | None:
    """The key that was signed, compared in constant time and without asking the database; None for anything else."""
    try:
        return Signer(salt=_SALT, sep=".").unsign(given)
    except BadSignature:
        return None


def address(key: str) -> str:
    return f"{settings.TENURE_URL}{PATH}open/{token(key)}/"


def stand_in() -> str:
    """What stands in a kept mail where its link goes: it opens nothing, and says how to get a link."""
    return f"{settings.TENURE_URL}{PATH}link/" if settings.TENURE_URL else ""


def digits(key: str) -> str:
    """The six digits of a code, which follow from its row's key."""
    made = salted_hmac(f"{_SALT}.code", key, algorithm="sha256").digest()
    return f"{int.from_bytes(made[:8], 'big') % 1_000_000:06}"
