"""Signed addresses of a mail: its picture, its links, and the one that stops further messages."""

from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer

_SALT: Final = "tenure.mail"


def sign(value: str) -> str:
    return Signer(salt=_SALT, sep=".").sign(value)


def read(token: str) -> str | None:
    """What was signed; None for anything else, without asking the database."""
    try:
        return Signer(salt=_SALT, sep=".").unsign(token)
    except BadSignature:
        return None


def picture(mail_id: str) -> str:
    return f"{settings.TENURE_URL}/m/{sign(mail_id)}/seen.gif"


def link(mail_id: str, number: int) -> str:
    return f"{settings.TENURE_URL}/m/{sign(f'{mail_id}-{number}')}/to"


def no_more(mail_id: str) -> str:
    return f"{settings.TENURE_URL}/m/{sign(mail_id)}/stop"
