"""How often one place on the network may be turned away: counted in the database, so for all processes together."""

from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tenure.company.models import TurnedAway

MINUTE: Final = timedelta(minutes=1)
_KEPT: Final = timedelta(days=1)
_SITE: Final = 64  # whoever has one address of version 6 has all that share its first 64 bits


def too_many(request: HttpRequest, what: str, most: int) -> bool:
    """Count one more from where a request comes; true, and nothing is written, when it was `most` in this minute."""
    now = timezone.now()
    row, new = TurnedAway.objects.get_or_create(key=_key(request, what), defaults={"until": now + MINUTE})
    here = TurnedAway.objects.filter(pk=row.pk)
    if new:
        TurnedAway.objects.filter(until__lt=now - _KEPT).delete()
    elif row.until <= now:
        here.filter(until=row.until).update(times=0, until=now + MINUTE)
    elif row.times >= most:
        return True
    return not here.filter(times__lt=most).update(times=F("times") + 1)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as far as it can be believed.

    Each of our proxies appends whom it was asked by, and whoever asks may have written the addresses before those. With
    fewer addresses than proxies somebody came around one: then it is who asked us.
    """
    told = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TENURE_PROXIES
    given = told[-proxies].strip() if 0 < proxies <= len(told) else ""
    return str(_read(given) or request.META.get("REMOTE_ADDR", ""))


def _key(request: HttpRequest, what: str) -> str:
    """A keyed hash: no address of the network is kept."""
    address = _read(address_of(request))
    place = IPv6Network((address, _SITE), strict=False) if isinstance(address, IPv6Address) else address
    return salted_hmac("tenure.limits", f"{what} {place}", algorithm="sha256").hexdigest()


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
