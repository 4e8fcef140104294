"""Whose work a list shows: one's own, or everybody's."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest

from tenure.company.models import Role

MINE, ALL = "mine", "all"
_WORDS: Final = ((MINE, "Mine"), (ALL, "Everybody’s"))


def chosen(request: HttpRequest, kept_as: str, *, first: str = MINE) -> str:
    """What the address says, or what was chosen last; at first `first` for a CSM, for others all of it."""
    asked, key = request.GET.get("whose"), f"whose:{kept_as}"
    if asked not in (MINE, ALL):
        usual = first if getattr(request.user, "role", "") == Role.CSM else ALL
        return str(request.session.get(key, usual))
    if request.session.get(key) != asked:
        request.session[key] = asked
    return asked


def sides(now: str, address: Callable[..., Any]) -> list[tuple[str, str, bool]]:
    """Label, address and whether it is shown, for `shell/_whose.html`."""
    return [(label, address(whose=name), name == now) for name, label in _WORDS]
