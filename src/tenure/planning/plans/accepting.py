"""What is written about plans and objectives, tidied, or refused with a sentence for each thing that is wrong."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from tenure.company.clock import today
from tenure.core.money import CURRENCIES
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.library.reading import published_measures
from tenure.planning.models import Importance
from tenure.work.access import works

LONGEST: Final = 10_000
_FARTHEST: Final = 10 * 366 * DAY
_GREATEST: Final = Decimal(10) ** 13
_LINES: Final[Mapping[str, tuple[str, int]]] = {
    "name": ("statement", 300), "unit": ("unit", 40), "note": ("note", 300), "close_reason": ("reason", 300),
    "verified_said": ("name", 200), "statement": ("statement", 300), "how": ("sentence", 300),
}  # fmt: skip
_TEXTS: Final = ("why", "summary", "body", "answer")
PERIODS: Final = {"month": "a month", "once": "once"}


def accepted(values: Mapping[str, Any], account: Account) -> dict[str, Any]:
    """Raises NotAccepted with every sentence at once, so that a form is mended in one go."""
    kept = {name: _tidied(name, value) for name, value in values.items()}
    if problems := [*_problems(kept, account)]:
        raise NotAccepted("\n".join(problems))
    return kept


def text(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\x00", "").strip()


def line(value: str) -> str:
    return " ".join(value.replace("\x00", "").split())


def _tidied(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return text(value) if name in _TEXTS else line(value)


def _problems(kept: Mapping[str, Any], account: Account) -> Iterator[str]:
    yield from _words(kept)
    yield from _numbers(kept)
    yield from _days(kept)
    yield from _people(kept, account)
    yield from _worth(kept)
    if kept.get("measure") and kept["measure"] not in published_measures():
        yield f"There is no measure “{kept['measure'][:60]}”; choose one of the list, or type a number by hand."


def _words(kept: Mapping[str, Any]) -> Iterator[str]:
    for name, (word, longest) in _LINES.items():
        if len(kept.get(name) or "") > longest:
            yield f"The {word} has {len(kept[name])} characters; {longest} fit. Shorten it."
    for name in _TEXTS:
        if len(kept.get(name) or "") > LONGEST:
            yield f"The text has {len(kept[name]):,} characters; {LONGEST:,} fit. Shorten it."
    for name in ("name", "statement"):
        if name in kept and not kept[name]:
            yield "Say in one sentence what is to be reached."
    if kept.get("importance", Importance.NORMAL) not in Importance.values:
        yield "Choose how important it is: high, normal or low."


def _numbers(kept: Mapping[str, Any]) -> Iterator[str]:
    for name in ("baseline", "target", "value"):
        number = kept.get(name)
        if number is not None and not (number.is_finite() and abs(number) < _GREATEST):
            yield f"The {name} is not a number that can be kept; give one below ten trillion."
    baseline, target = kept.get("baseline"), kept.get("target")
    if baseline is not None and baseline == target:
        yield "Baseline and target are the same; say what is to change."


def _days(kept: Mapping[str, Any]) -> Iterator[str]:
    now = today()
    for name in ("due_on", "started_on", "baseline_on", "closed_on"):
        day: date | None = kept.get(name)
        if day is not None and abs(day - now) > _FARTHEST:
            yield f"The {name.removesuffix('_on')} date is more than ten years away; look at its year."
    if (begun := kept.get("baseline_on")) is not None and begun > now:
        yield "The baseline is of a day that is yet to come; choose today or a day before."
    due = kept.get("due_on")
    if due is not None and begun is not None and due <= begun:
        yield "It is due before its baseline; choose a later day."


def _people(kept: Mapping[str, Any], account: Account) -> Iterator[str]:
    owner = kept.get("owner")
    if owner is not None and not works(owner):
        yield f"{owner} does not work on accounts; choose somebody who does."
    for name in ("contact", "contact_owner", "verified_contact"):
        contact: Contact | None = kept.get(name)
        if contact is not None and contact.account_id != account.pk:
            yield f"{contact} is no contact of {account}."


def _worth(kept: Mapping[str, Any]) -> Iterator[str]:
    rate = kept.get("rate_minor")
    if rate is None:
        return
    if not 0 < rate < 10**12:
        yield "What one unit is worth has to be more than nothing."
    if kept.get("rate_currency") not in CURRENCIES:
        yield "Say in which currency, such as EUR or USD."
    if kept.get("rate_per") not in PERIODS:
        yield "Say whether a unit is worth that a month, or once."
