"""Logos of customers: whatever picture comes in, what is kept is a small PNG that we wrote ourselves."""

import warnings
from io import BytesIO
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from PIL import Image, UnidentifiedImageError

from tenure.customers.access import may_write
from tenure.customers.models import Account, AccountLogo
from tenure.customers.verbs import EditError
from tenure.journal.write import record

LARGEST: Final = 2 * 1024 * 1024  # bytes
_BOX: Final = (800, 320)  # pixels of what is kept
_MOST_PIXELS: Final = 40_000_000
_KINDS: Final = ("PNG", "JPEG")


def set_logo(user: Any, account: Account, content: bytes) -> AccountLogo:
    """Of a PNG or JPEG; raises EditError with a sentence."""
    if not may_write(user, account):
        raise Http404
    picture = _picture(content)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    values = {"png": out.getvalue(), "width": picture.width, "height": picture.height}
    with transaction.atomic():
        logo = AccountLogo.objects.update_or_create(account=account, defaults=values)[0]
        record(
            "account.logo", account, actor=user, account_id=account.pk, after={"logo": f"{logo.width}x{logo.height}"}
        )
    return logo


def remove_logo(user: Any, account: Account) -> None:
    if not may_write(user, account):
        raise Http404
    with transaction.atomic():
        if AccountLogo.objects.filter(account=account).delete()[0]:
            record("account.logo", account, actor=user, account_id=account.pk, after={"logo": ""})


def _picture(content: bytes) -> Image.Image:
    if not content:
        raise EditError("Choose a picture first.")
    if len(content) > LARGEST:
        raise EditError(f"The picture has {len(content) / 1024**2:.1f} MB; 2 MB fit. Save it smaller.")
    try:
        return _decoded(content)
    except EditError:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise EditError("This is no PNG or JPEG that can be read. Other formats, such as SVG, have to be saved as PNG "
                        "first.") from None  # fmt: skip


def _decoded(content: bytes) -> Image.Image:
    """Only the pixels: what else a file carries is left behind."""
    with warnings.catch_warnings(), Image.open(BytesIO(content), formats=_KINDS) as found:
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        if found.width * found.height > _MOST_PIXELS:
            raise EditError(f"The picture has {found.width} x {found.height} pixels; save it smaller.")
        found.load()
        picture = found.convert("RGBA")
    picture.thumbnail(_BOX)
    return picture
