"""Where a form leads back to: to a page of ours, whatever was sent."""

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def own_page(sent: str, otherwise: str, *args: str) -> str:
    """The address that was sent if it is on this site, else that of the page named `otherwise`, of `args`."""
    ours = sent.startswith("/") and url_has_allowed_host_and_scheme(sent, allowed_hosts=None)
    return sent if ours else reverse(otherwise, args=args)
