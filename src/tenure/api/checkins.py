"""Check-ins: how often each kind of customer is met or reached, and who is due."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from tenure.api.days import known
from tenure.api.kinds import Day, Key, Page, Paging, Sent, cut, paged
from tenure.api.operations import Area
from tenure.company.clock import today
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404, visible_accounts, visible_rows
from tenure.planning.checkins import past, verbs
from tenure.planning.checkins.cadence import DEFAULTS, SOON, Due, overdue
from tenure.planning.checkins.reading import check_in, in_view
from tenure.planning.models import CheckIn, CheckInCadence

area = Area("Check-ins")
Motion = Literal["sales_led", "product_led", "hybrid"]
Way = Annotated[str, Field(description="people, a meeting or call; or digital, a message read or page visited")]
_State = Literal["overdue", "soon", "all"]
_VIEWS: Mapping[_State, str] = {"overdue": "due", "soon": "soon", "all": "all"}
_Days = Annotated[int, Field(ge=1, le=1_000)]


class CheckInOut(Schema):
    account: str
    due_on: date
    way: Way
    late_days: int
    met_on: Annotated[date | None, Field(description="The last meeting or call")]
    reached_on: Annotated[date | None, Field(description="The last message read or page visited")]


class DueOut(Schema):
    way: Way
    every_days: int | None
    last_on: date | None
    due_on: date
    late_days: int


class AccountCheckInOut(Schema):
    account: str
    as_of: date
    motion: str
    due: Annotated[list[DueOut], Field(description="The first first; empty of who is no customer")]


class CheckInCadenceOut(Schema):
    """An empty tier or segment means any; of several that fit, the one that names more counts."""

    id: Annotated[int | None, Field(description="Null of a default, which cannot be removed")]
    motion: str
    tier: str
    segment: str
    people_days: int | None
    digital_days: int | None


class Asked(Paging):
    state: Annotated[_State, Field(description=f"soon is within {SOON.days} days")] = "overdue"
    mine: Annotated[bool, Field(description="Only the person's own accounts")] = False
    motion: Motion | None = None
    as_of: Annotated[Day | None, Field(description="A past day, from what was known at its end")] = None


class CadenceIn(Sent):
    motion: Motion
    tier: Annotated[str, Field(max_length=40)] = ""
    segment: Annotated[str, Field(max_length=80)] = ""
    people_days: Annotated[_Days | None, Field(description="Between two meetings or calls")] = None
    digital_days: Annotated[_Days | None, Field(description="Between two messages read or visits to their page")] = None


@area.get("/check-ins", Page[CheckInOut])
def check_ins(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List customers by when they are to be checked in with next, the latest first."""
    day = today()
    if (then := known(asked.as_of, day)) < day:
        return _then(request, asked, then)
    found = visible_rows(request.user, CheckIn.objects.filter(due_on__isnull=False))
    found = found.filter(account__owner=user_of(request)) if asked.mine else found
    found = found.filter(account__motion=asked.motion) if asked.motion else found
    rows = cut(found.filter(in_view(_VIEWS[asked.state], day)).order_by("due_on", "account"), asked)
    return paged(request, asked, [_told(one, day) for one in rows], as_of=day)


@area.get("/accounts/{account_id:account_id}/check-in", AccountCheckInOut)
def account_check_in(request: HttpRequest, account_id: str, as_of: Day | None = None) -> AccountCheckInOut:
    """Show how an account is checked in with, as of a day: when each way was last taken and by when it is due."""
    account, day = account_or_404(request.user, account_id), known(as_of, today())
    found = check_in(account, day)
    return AccountCheckInOut(
        account=account.pk, as_of=day, motion=found.motion,
        due=[DueOut(way=due.way, every_days=days, last_on=last, due_on=on, late_days=late)
             for due, (_, last, on, late, days) in zip(found.due, found.ways, strict=True)],
    )  # fmt: skip


@area.get("/check-in-cadences", list[CheckInCadenceOut])
def check_in_cadences(request: HttpRequest) -> list[CheckInCadenceOut]:
    """List how often customers are checked in with: what was set, and the defaults of motions without."""
    rows = list(CheckInCadence.objects.order_by("motion", "tier", "segment"))
    whole = {row.motion for row in rows if not row.tier and not row.segment}
    return [*(_default(motion) for motion in DEFAULTS if motion not in whole), *map(_cadence, rows)]


@area.create("/check-in-cadences", CheckInCadenceOut, needs="write_all_accounts")
def set_check_in_cadence(request: HttpRequest, sent: CadenceIn) -> CheckInCadenceOut:
    """Set how many days may pass with customers of a motion, tier and segment, in place of what was set for them."""
    made = verbs.set_cadence(user_of(request), sent.motion, sent.people_days, sent.digital_days, tier=sent.tier,
                             segment=sent.segment)  # fmt: skip
    return _cadence(made)


@area.delete("/check-in-cadences/{cadence_id}", needs="write_all_accounts")
def remove_check_in_cadence(request: HttpRequest, cadence_id: Key) -> None:
    """Back to what a wider one says, or to the default of the motion."""
    verbs.remove_cadence(user_of(request), cadence_id)


def _then(request: HttpRequest, asked: Asked, day: date) -> dict[str, object]:
    mine = visible_accounts(request.user).filter(owner=user_of(request)) if asked.mine else None
    book = past.of(request.user, past.book(day), mine, asked.motion or "")
    found = past.in_view(book, _VIEWS[asked.state], day)
    rows = [CheckInOut(account=one.account_id, due_on=one.due[0].on, way=one.due[0].way, met_on=one.seen.people,
                       reached_on=one.seen.digital, late_days=overdue(one.due[0], day))
            for one in found[asked.before : asked.before + asked.per_page + 1]]  # fmt: skip
    return paged(request, asked, rows, as_of=day)


def _told(row: CheckIn, day: date) -> CheckInOut:
    names = {"due_on": "due_on", "way": "due_by", "met_on": "people_on", "reached_on": "digital_on"}
    due = Due(row.due_on, row.due_by) if row.due_on else None
    return CheckInOut(**{name: getattr(row, held) for name, held in names.items()}, account=row.account_id,
                      late_days=overdue(due, day))  # fmt: skip


def _default(motion: str) -> CheckInCadenceOut:
    days = DEFAULTS[motion]
    return CheckInCadenceOut(id=None, motion=motion, tier="", segment="", people_days=days.people,
                             digital_days=days.digital)  # fmt: skip


def _cadence(row: CheckInCadence) -> CheckInCadenceOut:
    names = ("id", "motion", "tier", "segment", "people_days", "digital_days")
    return CheckInCadenceOut(**{name: getattr(row, name) for name in names})
