"""The timeline of an account: everything that happened with it, of all stages, as its page shows it."""

from datetime import date, datetime
from typing import Annotated, Literal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from tenure import timeline as stream
from tenure.api.days import known
from tenure.api.kinds import Day, Key, Page
from tenure.api.named import colleague_of, contact_of
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.company.clock import today, zone
from tenure.company.models import settings_row
from tenure.customers.access import account_or_404

area = Area("Accounts")
_MOST = 200


class EntryLinkOut(Schema):
    kind: Annotated[str, Field(description="task, mail, meeting, review, onboarding or account")]
    id: str
    as_of: Annotated[date | None, Field(description="Of an account, the day it is about")]


class EntryOut(Schema):
    """`at` is midnight, in the reporting time zone, of what has a day and no time; then `timed` is false."""

    day: date
    at: datetime
    timed: bool
    kind: str
    title: str
    text: Annotated[str, Field(description="Markdown of a touchpoint, else plain")]
    who: str
    people: Annotated[bool, Field(description="Somebody did or said it")]
    tone: Annotated[str | None, Field(description="What a text sounds like; null where that could not be read")]
    tone_sure: Annotated[
        bool | None, Field(description="Whether it counts: the model is confident, or a person said so")
    ]
    source: str
    touchpoint: Annotated[str | None, Field(description="Id of the touchpoint that it is")]
    link: Annotated[EntryLinkOut | None, Field(description="Where more is known")]
    tasks: Annotated[list[int], Field(description="Ids of the tasks that came of it")]


class Asked(Schema):
    by: Annotated[Literal["all", "people", "system"], Field(description="Who did it")] = "all"
    kind: Annotated[list[str], Field(max_length=40, description=f"Of {', '.join(stream.KINDS)}; may be repeated")] = []
    tone: Annotated[Literal["positive", "neutral", "negative"] | None, Field(description="Texts that sound so")] = None
    search: Annotated[str, Field(max_length=100, description="Words, all of which it holds")] = ""
    person: Annotated[Key | None, Field(description="Id of one of us who did it or took part")] = None
    contact: Annotated[str, Field(max_length=190, description="Id of a contact who did it or took part")] = ""
    since: Annotated[Day | None, Field(description="Not before this day")] = None
    until: Annotated[Day | None, Field(description="Not after this day")] = None
    as_of: Annotated[Day | None, Field(description="As it was known at the end of a day; now unless given")] = None
    before: Annotated[str, Field(max_length=300, description="From `next`: what stands before this place")] = ""
    per_page: Annotated[int, Field(ge=1, le=_MOST)] = 50


@area.get("/accounts/{account_id:account_id}/timeline", Page[EntryOut])
def account_timeline(request: HttpRequest, account_id: str, asked: Query[Asked]) -> dict[str, object]:
    """List what happened with an account, the newest first, with the filters of its page.

    Pages are told by the place they begin at: nothing is skipped or told twice while new entries arrive. A filter
    leaves out what cannot answer it: who asks for a person gets nothing that nobody did.
    """
    account, company = account_or_404(request.user, account_id), settings_row()
    now = today(company)
    day = known(asked.as_of, now)
    found = stream.timeline_page(
        account.pk, zone(company), timezone.now(), wish=_wish(account.pk, asked), before=_before(asked.before),
        as_of=day if day < now else None, size=asked.per_page,
    )  # fmt: skip
    items = [_told(of, entry) for of, entries in found.days for entry in entries]
    return {"as_of": day, "items": items, "next": _next(request, found.older)}


def _wish(account_id: str, asked: Asked) -> stream.Wish:
    for one in asked.kind:
        if one not in stream.KINDS:
            raise Refusal(422, f"{one[:60]!r} is no kind; there are {', '.join(stream.KINDS)}.", "query.kind")
    if asked.contact:
        contact_of(account_id, asked.contact, "query.contact")
    person = colleague_of(asked.person, "query.person") if asked.person else None
    return stream.Wish(asked.by, asked.tone or "", tuple(dict.fromkeys(asked.kind)), " ".join(asked.search.split()),
                       person, asked.contact, asked.since, asked.until)  # fmt: skip


def _before(text: str) -> stream.Place | None:
    try:
        return stream.place(text) if text else None
    except (ValueError, OverflowError):
        raise Refusal(422, "That is no place on a timeline; take it from next.", "query.before") from None


def _next(request: HttpRequest, older: stream.Place | None) -> str | None:
    if older is None:
        return None
    asked = [(name, value) for name, values in request.GET.lists() for value in values if name != "before"]
    return f"{request.path}?{urlencode([*asked, ('before', str(older))])}"


def _told(day: date, entry: stream.Entry) -> EntryOut:
    link, touchpoint, label = entry.link, entry.touchpoint, entry.label
    read = label if label and label.read else None
    names = ("timed", "kind", "title", "text", "who", "people", "source")
    return EntryOut(
        **{name: getattr(entry, name) for name in names}, day=day, at=entry.place.at,
        tone=read.tone if read else None, tone_sure=read.sure if read else None,
        touchpoint=touchpoint.pk if touchpoint else None, tasks=[task.pk for task in entry.made],
        link=EntryLinkOut(kind=link.kind, id=link.id, as_of=link.day) if link else None,
    )  # fmt: skip
