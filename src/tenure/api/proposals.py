"""Goals that were proposed, by customers or by us: revised, asked about, accepted, declined, withdrawn."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Day, Key, Page, Paging, Sent, Words, cut, paged
from tenure.api.objectives import Number, ObjectiveOut, objective_of
from tenure.api.plans import Id, area
from tenure.api.versions import IfMatch, give, hold
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404, visible_rows
from tenure.planning.access import plan_or_404, proposal_or_404
from tenure.planning.inventory import verbs as inventory
from tenure.planning.models import ProposedGoal

Etag = Annotated[str, Field(max_length=60, description="The etag that was read")]


class ProposalOut(Schema):
    id: int
    account: str
    statement: str
    why: str
    measure: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    due_on: date | None
    importance: int
    state: str
    by: str
    answer: str
    objective: str | None
    created_at: datetime
    etag: str


class AskedProposals(Paging):
    state: Literal["proposed", "asked", "accepted", "declined", "withdrawn"] = "proposed"
    account: Annotated[str, Field(max_length=190)] = ""


class ProposalIn(Sent):
    statement: Annotated[str, Field(min_length=1, max_length=300)]
    why: Words = ""
    measure: Annotated[str, Field(max_length=60)] = ""
    unit: Annotated[str, Field(max_length=40)] = ""
    baseline: Number | None = None
    target: Number | None = None
    due_on: Day | None = None
    importance: Annotated[int, Field(ge=1, le=3)] = 2
    shared: bool = False


class Accept(Sent):
    plan: Id
    etag: Etag


class Answer(Sent):
    answer: Annotated[str, Field(min_length=1, max_length=2_000)]
    etag: Etag


class Seen(Sent):
    etag: Etag


@area.get("/proposals", Page[ProposalOut])
def proposals(request: HttpRequest, asked: Query[AskedProposals]) -> dict[str, object]:
    """List proposed goals; those that wait the oldest first."""
    found = visible_rows(request.user, ProposedGoal.objects.filter(state=asked.state))
    found = found.filter(account=asked.account) if asked.account else found
    return paged(request, asked, [_proposal(one) for one in cut(found.order_by("created_at", "pk"), asked)])


@area.create("/accounts/{account_id:account_id}/proposals", ProposalOut, needs="write_own_accounts")
def propose_goal(request: HttpRequest, account_id: str, sent: ProposalIn) -> ProposalOut:
    """Propose a goal for an account."""
    account = account_or_404(request.user, account_id)
    return _proposal(inventory.propose(user_of(request), account, sent.model_dump()))


@area.replace("/proposals/{proposal_id}", ProposalOut, needs="write_own_accounts")
def revise_proposal(
    request: HttpRequest, proposal_id: Key, sent: ProposalIn, response: HttpResponse, if_match: IfMatch = None
) -> ProposalOut:
    """Write a proposal anew while nothing was decided."""
    held = proposal_or_404(request.user, proposal_id)
    hold(if_match, inventory.version(held))
    inventory.revise(user_of(request), proposal_id, sent.model_dump(), seen=inventory.version(held))
    found = _proposal(proposal_or_404(request.user, proposal_id))
    give(response, found.etag)
    return found


@area.change("/proposals/{proposal_id}/withdraw", ProposalOut, needs="write_own_accounts")
def withdraw_proposal(request: HttpRequest, proposal_id: Key, sent: Seen) -> ProposalOut:
    """Take back what we proposed ourselves."""
    return _proposal(inventory.withdraw(user_of(request), proposal_id, seen=sent.etag))


@area.change("/proposals/{proposal_id}/accept", ObjectiveOut, needs="write_own_accounts")
def accept_proposal(request: HttpRequest, proposal_id: Key, sent: Accept) -> ObjectiveOut:
    """It becomes an objective of a plan of its account."""
    goal = inventory.accept(user_of(request), proposal_id, plan_or_404(request.user, sent.plan), {}, seen=sent.etag)
    return objective_of(request, goal.pk)


@area.change("/proposals/{proposal_id}/ask", ProposalOut, needs="write_own_accounts")
def ask_back(request: HttpRequest, proposal_id: Key, sent: Answer) -> ProposalOut:
    """Ask the customer something about it."""
    inventory.ask_back(user_of(request), proposal_id, sent.answer, seen=sent.etag)
    return _proposal(proposal_or_404(request.user, proposal_id))


@area.change("/proposals/{proposal_id}/decline", ProposalOut, needs="write_own_accounts")
def decline_proposal(request: HttpRequest, proposal_id: Key, sent: Answer) -> ProposalOut:
    """Say that it is not accepted, and why."""
    inventory.decline(user_of(request), proposal_id, sent.answer, seen=sent.etag)
    return _proposal(proposal_or_404(request.user, proposal_id))


def _proposal(row: ProposedGoal) -> ProposalOut:
    same = ("id", "statement", "why", "measure", "unit", "baseline", "target", "due_on", "importance", "state",
            "answer", "created_at")  # fmt: skip
    return ProposalOut(**{name: getattr(row, name) for name in same}, account=row.account_id, by=row.by_name,
                       objective=row.goal_id, etag=inventory.version(row))  # fmt: skip
