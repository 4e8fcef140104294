"""Guides and files on customers' pages: for accounts in general, for those like one, or for one alone."""

from typing import Annotated, Literal

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Key, Page, Paging, Sent, cut, paged
from tenure.api.pages import Id, area
from tenure.api.versions import IfMatch, give, hold
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404, visible_accounts
from tenure.work.portal import resources
from tenure.work.portal.models import Resource, ResourceSeen
from tenure.work.portal.resources import Content


class GuideOut(Schema):
    id: int
    title: str
    kind: Annotated[str, Field(description="guide, recording, sheet or course")]
    url: Annotated[str | None, Field(description="Null where the guide is written in Tenure")]
    minutes: int | None
    shown_to: Annotated[list[str], Field(description="Contacts")]
    opened_by: list[str]


class WholeGuideOut(Schema):
    id: int
    title: str
    kind: str
    url: str | None
    body: Annotated[str, Field(description="Markdown; empty where it has an address")]
    minutes: int | None
    account: Annotated[str | None, Field(description="The one that it is for; null for accounts in general")]
    condition: Annotated[str, Field(description="Which accounts, in the words of the account list; empty for all")]
    place: int
    retired: bool
    etag: str


class Asked(Paging):
    account: Annotated[Id, Field(description="Those for this one alone; those in general unless given")] = ""
    retired: bool = False


class WriteGuide(Sent):
    title: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Literal["guide", "recording", "sheet", "course"] = "guide"
    url: Annotated[str, Field(max_length=500)] = ""
    body: Annotated[str, Field(max_length=resources.LONGEST, description="Markdown, instead of an address")] = ""
    minutes: Annotated[int | None, Field(ge=1, le=6_000)] = None
    condition: Annotated[str, Field(max_length=500)] = ""
    place: Annotated[int, Field(ge=0, le=9_999, description="The lowest comes first")] = 100


class AddGuide(WriteGuide):
    account: Annotated[Id | None, Field(description="For this one alone")] = None


@area.get("/accounts/{account_id}/guides", list[GuideOut])
def guides(request: HttpRequest, account_id: str) -> list[GuideOut]:
    """List what an account is shown, in order, with who was shown it and who opened it."""
    if not visible_accounts(request.user).filter(pk=account_id).exists():
        raise Http404
    shown = resources.of_account(account_id)
    seen = ResourceSeen.objects.filter(resource__in=shown, contact__account=account_id).order_by("contact")
    rows = list(seen.values_list("resource", "contact", "opened_at"))
    return [
        GuideOut(
            id=one.pk, title=one.title, kind=one.kind, url=one.url or None, minutes=one.minutes,
            shown_to=[contact for pk, contact, _ in rows if pk == one.pk],
            opened_by=[contact for pk, contact, at in rows if pk == one.pk and at],
        ) for one in shown
    ]  # fmt: skip


@area.get("/customer-pages/guides", Page[WholeGuideOut])
def kept_guides(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List guides and files as they are kept, in the order of their places."""
    visible = Q(account=None) | Q(account__in=visible_accounts(request.user))
    found = Resource.objects.filter(visible, account=asked.account or None, retired_at__isnull=not asked.retired)
    return paged(request, asked, [_whole(one) for one in cut(found.order_by("place", "title", "pk"), asked)])


@area.create("/customer-pages/guides", WholeGuideOut, needs="write_own_accounts")
def add_guide(request: HttpRequest, sent: AddGuide) -> WholeGuideOut:
    """Add one, for an account by who writes to it, in general by who edits templates."""
    account = account_or_404(request.user, sent.account) if sent.account else None
    return _whole(resources.add(user_of(request), _content(sent), account))


@area.replace("/customer-pages/guides/{guide_id}", WholeGuideOut, needs="write_own_accounts")
def edit_guide(
    request: HttpRequest, guide_id: Key, sent: WriteGuide, response: HttpResponse, if_match: IfMatch = None
) -> WholeGuideOut:
    """Write one anew; whom it is for stays."""
    held = resources.resource_or_404(request.user, guide_id)
    hold(if_match, resources.version(held))
    made = resources.edit(user_of(request), held, _content(sent), seen=resources.version(held))
    give(response, resources.version(made))
    return _whole(made)


@area.change("/customer-pages/guides/{guide_id}/retire", WholeGuideOut, needs="write_own_accounts")
def retire_guide(request: HttpRequest, guide_id: Key) -> WholeGuideOut:
    """Show it no more; who opened it stays known."""
    return _retire(request, guide_id, True)


@area.change("/customer-pages/guides/{guide_id}/bring-back", WholeGuideOut, needs="write_own_accounts")
def bring_back_guide(request: HttpRequest, guide_id: Key) -> WholeGuideOut:
    """Show it again."""
    return _retire(request, guide_id, False)


def _retire(request: HttpRequest, guide_id: int, retired: bool) -> WholeGuideOut:
    resources.retire(user_of(request), resources.resource_or_404(request.user, guide_id), retired)
    return _whole(resources.resource_or_404(request.user, guide_id))


def _content(sent: WriteGuide) -> Content:
    return Content(sent.title, sent.kind, sent.url, sent.body, sent.minutes, sent.condition, sent.place)


def _whole(row: Resource) -> WholeGuideOut:
    names = ("id", "title", "kind", "body", "minutes", "condition", "place")
    return WholeGuideOut(
        **{name: getattr(row, name) for name in names}, url=row.url or None, account=row.account_id,
        retired=row.retired_at is not None, etag=resources.version(row),
    )  # fmt: skip
