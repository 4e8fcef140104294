"""The fields of an account that people own: how each is shown, chosen and read back."""

from dataclasses import dataclass
from typing import Any, Final

from tenure.company.models import Role, User
from tenure.customers.fields import FIELDS
from tenure.customers.models import Account
from tenure.customers.verbs import value_of
from tenure.web.account.moment import Moment
from tenure.web.account.opened import Opened

SHOWN: Final = (
    "owner",
    "segment",
    "tier",
    "motion",
    "region",
    "country",
    "industry",
    "channel",
    "domain",
    "do_not_ask",
)
FORMS: Final = frozenset((*SHOWN, "name"))
_MOST_CHOICES: Final = 60
_MOST_LOOKED_AT: Final = 5_000  # accounts; what none of them says is rare enough to be typed


@dataclass(frozen=True, slots=True)
class Detail:
    """One field. `value` is what forms send and receive; `shown` is what people read, empty when nothing is known."""

    name: str
    label: str
    value: str
    shown: str
    editable: bool
    source: str


def details(here: Opened, may_assign: bool) -> list[Detail]:
    return [detail(here, name, may_assign) for name in SHOWN]


def detail(here: Opened, name: str, may_assign: bool) -> Detail:
    account = here.account
    return Detail(
        name=name,
        label="Name" if name == "name" else FIELDS[name].label,
        value=text_of(account, name),
        shown=shown(account, name),
        editable=here.may_write and (name != "owner" or may_assign),
        source=account.source or "Tenure",
    )


def text_of(account: Account, name: str) -> str:
    """The value as a form writes it."""
    value = value_of(account, name)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value or "")


def read(name: str, text: str) -> Any:
    """The value that a form's text means."""
    return text == "yes" if name == "do_not_ask" else text.strip()


def shown(account: Account, name: str) -> str:
    return str(account.owner or "") if name == "owner" else in_words(name, text_of(account, name))


def in_words(name: str, text: str) -> str:
    """A form's value as people read it."""
    if name == "motion":
        return text.replace("_", "-").capitalize()
    return text.capitalize() if name == "do_not_ask" else text


def choices(name: str) -> list[tuple[str, str]]:
    """The only values a field may have; empty when it takes any text."""
    if name == "do_not_ask":
        return [("no", "No"), ("yes", "Yes")]
    if name == "motion":
        return [("", "Not known"), *((value, in_words("motion", value)) for value in FIELDS["motion"].choices)]
    if name == "owner":
        team = User.objects.filter(is_active=True).exclude(role__in=(Role.CUSTOMER, Role.VIEWER)).order_by("name")
        return [("", "Nobody"), *((person.email, str(person)) for person in team[:500])]
    return []


def suggestions(name: str) -> list[str]:
    """What other accounts say, so that one thing keeps one name."""
    if name in ("name", "domain", "owner", "do_not_ask", "motion"):
        return []
    some = Account.objects.order_by("pk").values_list(name, flat=True)[:_MOST_LOOKED_AT]
    return sorted(set(some) - {""})[:_MOST_CHOICES]


def as_of_words(moment: Moment, held: dict[str, str]) -> list[tuple[str, str]]:
    """Attributes of a past day, in the order of the page."""
    flags = {"do_not_ask": "Yes" if held.get("do_not_ask") else "No"}
    names = [name for name in SHOWN if name != "domain"]
    return [(FIELDS[name].label, flags.get(name) or in_words(name, held.get(name, ""))) for name in names]
