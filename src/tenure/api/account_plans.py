"""Account plans: what is written about an account, version by version, where nobody is, and what it could have."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Page, Paging, Person, Sent, cut, paged, person
from tenure.api.operations import Area
from tenure.api.versions import IfMatch, give, hold
from tenure.company.clock import today
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404
from tenure.planning.models import AccountPlan
from tenure.planning.stakeholders import verbs
from tenure.planning.stakeholders.gaps import gaps
from tenure.planning.stakeholders.ground import open_risks, spaces
from tenure.planning.stakeholders.seeing import people

area = Area("Account plans")
_Text = Annotated[str, Field(max_length=verbs.LONGEST)]


class Sections(Sent):
    """Markdown by section, each described where it is written on the page."""

    aim: Annotated[_Text, Field(description="Where this should be in a year")] = ""
    strategy: _Text = ""
    risks: Annotated[_Text, Field(description="Risks that no number shows yet")] = ""
    growth: _Text = ""
    customer: Annotated[_Text, Field(description="Their business")] = ""


class VersionOut(Schema):
    version: int
    as_of: date
    note: str
    author: Person | None
    saved_at: datetime


class AccountPlanOut(VersionOut):
    account: str
    sections: Sections
    known: Annotated[dict[str, Any], Field(description="People, gaps, risks and whitespace as they were that day")]
    etag: str


class Save(Sent):
    sections: Sections
    note: Annotated[str, Field(max_length=300, description="What changed and why")] = ""


class GapOut(Schema):
    kind: str
    sentence: str
    tone: Annotated[str, Field(description="bad or warn")]


class SpaceOut(Schema):
    kind: Annotated[str, Field(description="product or feature")]
    name: str
    sentence: str


class GroundOut(Schema):
    as_of: date
    gaps: list[GapOut]
    whitespace: Annotated[list[SpaceOut] | None, Field(description="Null while nothing is computed yet")]


@area.get("/accounts/{account_id:account_id}/account-plan", AccountPlanOut)
def account_plan(
    request: HttpRequest, account_id: str, response: HttpResponse,
    version: Annotated[int | None, Query(ge=1, le=10**8, description="The newest unless given")] = None,
) -> AccountPlanOut:  # fmt: skip
    """Show the plan of an account, the newest version or another."""
    account = account_or_404(request.user, account_id)
    rows = AccountPlan.objects.filter(account=account).select_related("author").order_by("-version")
    found = (rows.filter(version=version) if version else rows).first()
    if found is None:
        raise Http404
    give(response, str(found.version))
    return _plan(found)


@area.get("/accounts/{account_id:account_id}/account-plan/versions", Page[VersionOut])
def account_plan_versions(request: HttpRequest, account_id: str, asked: Query[Paging]) -> dict[str, object]:
    """List the versions of the plan of an account, the newest first."""
    rows = AccountPlan.objects.filter(account=account_or_404(request.user, account_id)).select_related("author")
    return paged(request, asked, [_version(one) for one in cut(rows.order_by("-version"), asked)])


@area.get("/accounts/{account_id:account_id}/account-plan/ground", GroundOut)
def account_plan_ground(request: HttpRequest, account_id: str) -> GroundOut:
    """Show where nobody is among the people of an account, and what it could have and has not, today."""
    account, day = account_or_404(request.user, account_id), today()
    found = spaces(account, day)
    return GroundOut(
        as_of=day, gaps=[GapOut(kind=one.kind, sentence=one.sentence, tone=one.tone)
                         for one in gaps(people(account, day), day)],
        whitespace=None if found is None else [SpaceOut(kind=one.kind, name=one.name, sentence=one.sentence)
                                               for one in found],
    )  # fmt: skip


@area.replace("/accounts/{account_id:account_id}/account-plan", AccountPlanOut, needs="write_own_accounts")
def save_account_plan(
    request: HttpRequest, account_id: str, sent: Save, response: HttpResponse, if_match: IfMatch = None
) -> AccountPlanOut:
    """Save a new version, with the people, gaps, risks and whitespace as they are today.

    `If-Match` is the `etag` of the newest version; `"0"` while there is none.
    """
    account, day = account_or_404(request.user, account_id), today()
    last = verbs.newest(account)
    hold(if_match, str(last.version if last else 0))
    made = verbs.save(user_of(request), account, sent.sections.model_dump(), sent.note,
                      seen=last.version if last else 0, spaces=spaces(account, day) or [],
                      risks=open_risks(account))  # fmt: skip
    give(response, str(made.version))
    return _plan(made)


def _plan(row: AccountPlan) -> AccountPlanOut:
    texts = Sections(**{name: row.body.get(name, "") for name in verbs.SECTIONS})
    return AccountPlanOut(**_version(row).dict(), account=row.account_id, sections=texts, known=row.known,
                   etag=str(row.version))  # fmt: skip


def _version(row: AccountPlan) -> VersionOut:
    names = ("version", "as_of", "note", "saved_at")
    return VersionOut(**{name: getattr(row, name) for name in names}, author=person(row.author))
