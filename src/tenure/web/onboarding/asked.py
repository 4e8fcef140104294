"""Which onboardings are asked for, from the address of the page."""

from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.http import QueryDict

from tenure.onboarding.listing import ORDERS, STATES, Wanted

PER_PAGE: Final = 50
_NAMES: Final = tuple(field.name for field in fields(Wanted))


@dataclass(frozen=True, slots=True)
class Asked:
    """`mine` are those that the person leads."""

    wanted: Wanted
    page: str

    @classmethod
    def read(cls, given: QueryDict) -> Self:
        sent = {name: given.get(name, "").replace("\x00", "")[:200] for name in _NAMES}
        default = Wanted()
        sent["state"] = sent["state"] if sent["state"] in STATES else default.state
        sent["order"] = sent["order"] if sent["order"] in ORDERS else default.order
        return cls(Wanted(**sent), given.get("page", "1"))

    def address(self, **changes: Any) -> str:
        """The query of this view with some of it changed."""
        wanted, default = replace(self.wanted, **changes), Wanted()
        kept = {name: value for name in _NAMES if (value := getattr(wanted, name)) != getattr(default, name)}
        return "?" + urlencode(kept)

    @property
    def filtered(self) -> bool:
        return self.address(state=Wanted().state, order=Wanted().order) != "?"
