"""What people do with proposed goals: propose, revise, ask back, accept, decline, withdraw.

A contact proposes and revises on their own page (`contact=`); what becomes of it is ours to decide, with a reason.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account, Contact
from tenure.planning.access import present, proposal_or_404, shared_proposals, writable_account
from tenure.planning.models import Goal, ProposedGoal, SuccessPlan
from tenure.planning.plans import objectives
from tenure.planning.plans.accepting import accepted, text
from tenure.planning.telling import changed, tell
from tenure.work.portal import news

State = ProposedGoal.State
FIELDS: Final = frozenset({
    "statement", "why", "measure", "unit", "baseline", "target", "due_on", "contact_owner", "importance", "shared",
})  # fmt: skip
MOST_OPEN: Final = 30  # of one account


def version(proposal: ProposedGoal) -> str:
    return proposal.changed_at.isoformat()


@transaction.atomic
def propose(user: Any, account: Account, values: Mapping[str, Any], *, contact: Contact | None = None) -> ProposedGoal:
    """Only the statement is needed; the rest is agreed when it is accepted."""
    _reach(user, account, contact)
    kept = accepted({"statement": "", **_known(values, contact)}, account)
    waiting = ProposedGoal.objects.filter(account=account, state__in=(State.PROPOSED, State.ASKED))
    if waiting.count() >= MOST_OPEN:
        raise NotAccepted(f"{MOST_OPEN} proposed goals wait already; decide on some of them first.")
    made = ProposedGoal.objects.create(
        account=account, proposed_by=None if contact else user, contact=contact, by_name=str(contact or user)[:200],
        **{**kept, "shared": contact is not None or kept.get("shared", False)},
    )  # fmt: skip
    tell("proposal.made", made, account.pk, user, contact, after={"statement": made.statement})
    return made


@transaction.atomic
def revise(
    user: Any, proposal_id: int, values: Mapping[str, Any], *, seen: str, contact: Contact | None = None
) -> ProposedGoal:
    """Write over what was seen. What the customer was asked waits for us again; raises ChangedMeanwhile."""
    proposal = _locked(user, proposal_id, seen, contact)
    before, after = changed(proposal, accepted(_known(values, contact), proposal.account))
    if contact is not None and proposal.state == State.ASKED:
        proposal.state = State.PROPOSED
        after["state"] = State.PROPOSED
    if after:
        proposal.save()
        tell("proposal.revised", proposal, proposal.account_id, user, contact, before=before,
             after=after | {"statement": proposal.statement})  # fmt: skip
    return proposal


@transaction.atomic
def ask_back(user: Any, proposal_id: int, question: str, *, seen: str) -> ProposedGoal:
    """What we need to know before we accept it; the customer sees the question beside their proposal."""
    proposal = _locked(user, proposal_id, seen)
    if proposal.contact is None and not proposal.shared:
        raise NotAccepted("The customer does not see this proposal; share it first, or ask them in a message.")
    return _decide(user, proposal, State.ASKED, _said(question, "Write what you would like to know."))


@transaction.atomic
def decline(user: Any, proposal_id: int, reason: str, *, seen: str) -> ProposedGoal:
    return _decide(user, _locked(user, proposal_id, seen), State.DECLINED, _said(reason, "Say why; they see it."))


@transaction.atomic
def withdraw(user: Any, proposal_id: int, *, seen: str, contact: Contact | None = None) -> ProposedGoal:
    """Whoever proposed it does not want it any more."""
    proposal = _locked(user, proposal_id, seen, contact)
    if (contact is None) != (proposal.contact is None):
        raise NotAccepted("Only the side that proposed it can withdraw it; decline it with a reason instead.")
    proposal.state = State.WITHDRAWN
    proposal.save()
    tell("proposal.withdrawn", proposal, proposal.account_id, user, contact, after={"statement": proposal.statement})
    return proposal


@transaction.atomic
def accept(user: Any, proposal_id: int, plan: SuccessPlan, values: Mapping[str, Any], *, seen: str) -> Goal:
    """It becomes an objective of the plan, as `values` have it: what is agreed may differ from what was proposed."""
    proposal = _locked(user, proposal_id, seen)
    if plan.account_id != proposal.account_id:
        raise NotAccepted(f"{plan} is the plan of another account.")
    goal = objectives.add(user, plan.pk, _proposed(proposal) | dict(values))
    proposal.goal = goal
    _decide(user, proposal, State.ACCEPTED, "")
    return goal


def _proposed(proposal: ProposedGoal) -> dict[str, Any]:
    same = ("why", "measure", "unit", "baseline", "target", "due_on", "importance")
    return {"name": proposal.statement, "contact": proposal.contact_owner or proposal.contact,
            "shared": proposal.shared} | {name: getattr(proposal, name) for name in same}  # fmt: skip


def _decide(user: Any, proposal: ProposedGoal, state: str, answer: str) -> ProposedGoal:
    proposal.state, proposal.answer = state, answer
    proposal.decided_by, proposal.decided_at = user, timezone.now()
    proposal.save()
    tell(f"proposal.{state}", proposal, proposal.account_id, user, after={"statement": proposal.statement},
         reason=answer)  # fmt: skip
    _tell_who_proposed(proposal)
    return proposal


def _tell_who_proposed(proposal: ProposedGoal) -> None:
    """The contact, where one did. Of an acceptance there is nothing to add, of the rest how what we wrote begins."""
    if proposal.contact is None:
        return
    words = {State.ACCEPTED: "was accepted", State.DECLINED: "was not accepted", State.ASKED: "needs an answer"}
    title = f"Your goal “{news.cut(proposal.statement, 200)}” {words[State(proposal.state)]}"
    news.tell(proposal.contact, f"proposal:{proposal.pk}", title, proposal.answer, account_id=proposal.account_id,
              page="proposal", subject_id=proposal.pk)  # fmt: skip


def _locked(user: Any, proposal_id: int, seen: str, contact: Contact | None = None) -> ProposedGoal:
    if contact is not None:
        found = get_object_or_404(shared_proposals(contact), pk=proposal_id)
    else:
        found = proposal_or_404(user, proposal_id)
        writable_account(user, found.account)
    proposals = ProposedGoal.objects.select_for_update(of=("self",))
    proposal = proposals.select_related("account", "contact", "contact_owner").get(pk=found.pk)
    if version(proposal) != seen:
        raise ChangedMeanwhile(proposal)
    if not proposal.is_open:
        raise NotAccepted(f"This proposal is {proposal.get_state_display().lower()}; it cannot be changed any more.")
    return proposal


def _reach(user: Any, account: Account, contact: Contact | None) -> None:
    if contact is None:
        writable_account(user, account)
    elif present(contact).account_id != account.pk:
        raise NotAccepted("This is not your company's page.")


def _known(values: Mapping[str, Any], contact: Contact | None) -> dict[str, Any]:
    fields = FIELDS - {"shared"} if contact else FIELDS
    if unknown := values.keys() - fields:
        raise NotAccepted(f"A proposed goal has no {', '.join(sorted(unknown))}.")
    return dict(values)


def _said(words: str, otherwise: str) -> str:
    said = text(words)
    if not said:
        raise NotAccepted(otherwise)
    if len(said) > 2_000:
        raise NotAccepted(f"This has {len(said):,} characters; 2,000 fit.")
    return said
