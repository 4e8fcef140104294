"""What people write about stakeholders and account plans. Each verb checks who may, and is journalled."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction

from tenure.company.clock import today
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account, Contact
from tenure.journal.write import record
from tenure.planning.access import writable_account
from tenure.planning.models import AccountPlan, Stakeholder
from tenure.planning.plans.accepting import line, text
from tenure.planning.stakeholders.gaps import gaps
from tenure.planning.stakeholders.seeing import INFLUENCES, STANCES, Person, people, version
from tenure.planning.stakeholders.whitespace import Space
from tenure.planning.telling import changed, tell

SECTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "aim": ("Where this should be in a year", "What they have by then, and what we have."),
    "strategy": ("Strategy", "How we get there: whom we win over, with which results, in which order."),
    "risks": ("Risks", "What could go wrong that no number shows yet, and what we do about it."),
    "growth": ("Growth", "Which products and teams could come next, and what has to be proven first."),
    "customer": ("Their business", "What they want, what changes for them, when they budget and decide."),
}
LONGEST: Final = 10_000
_WRITABLE: Final = frozenset({"role", "influence", "stance", "reports_to", "note"})


@transaction.atomic
def place(user: Any, account: Account, contact_id: str, values: Mapping[str, Any], *, seen: str) -> Stakeholder:
    """Write what we know of a contact over what was seen (`Person.version`); raises ChangedMeanwhile."""
    writable_account(user, account)
    contact = Contact.objects.filter(account=account, pk=contact_id).first()
    if contact is None:
        raise NotAccepted("This person is no contact of the account any more.")
    held = Stakeholder.objects.select_for_update().filter(pk=contact.pk).first()
    if version(held) != seen:
        raise ChangedMeanwhile(held)
    row = held or Stakeholder(contact=contact)
    before, after = changed(row, _accepted(account, contact, values))
    if after or held is None:
        row.changed_by = user
        row.save()
        tell("stakeholder.placed", row, account.pk, user, before=_named(before),
             after=_named(after) | {"name": str(contact)})  # fmt: skip
    return row


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    """As it is told: whom they report to by name."""
    return {name: str(value) if isinstance(value, Contact) else value for name, value in values.items()}


def _accepted(account: Account, contact: Contact, values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := values.keys() - _WRITABLE:
        raise NotAccepted(f"Of a stakeholder there is no {', '.join(sorted(unknown))}.")
    kept = dict(values)
    if kept.get("influence") is not None and kept["influence"] not in INFLUENCES:
        raise NotAccepted("Influence goes from 1, little, to 5, decides.")
    if kept.get("stance") is not None and kept["stance"] not in STANCES:
        raise NotAccepted("The stance goes from −2, opponent, to 2, advocate.")
    if "role" in kept:
        kept["role"] = line(kept["role"])[:60]
    if "note" in kept and len(text(kept["note"])) > LONGEST:
        raise NotAccepted(f"The note has {len(kept['note']):,} characters; {LONGEST:,} fit.")
    above = kept.get("reports_to")
    if above is not None and (above.account_id != account.pk or _under(contact, above)):
        raise NotAccepted(f"{contact} cannot report to {above}: that goes in a circle or to another company.")
    return kept


def _under(contact: Contact, above: Contact) -> bool:
    """Whether `above` is the contact, or reports to them through however many."""
    over = dict(Stakeholder.objects.filter(contact__account=contact.account_id).values_list("pk", "reports_to"))
    at: str | None = above.pk
    seen: set[str] = set()
    while at is not None and at not in seen:
        if at == contact.pk:
            return True
        seen.add(at)
        at = over.get(at)
    return False


def newest(account: Account) -> AccountPlan | None:
    return AccountPlan.objects.filter(account=account).order_by("-version").first()


def save(
    user: Any, account: Account, body: Mapping[str, str], note: str, *, seen: int, spaces: list[Space] | None = None,
    risks: list[str] | None = None,
) -> AccountPlan:  # fmt: skip
    """A new version of the account's plan, with the people, gaps, risks and whitespace as they are today.

    `seen` is the version that was before the person, 0 for none; raises ChangedMeanwhile when there is a newer one.
    """
    writable_account(user, account)
    texts, day = _texts(body), today()
    last = newest(account)
    if (last.version if last else 0) != seen:
        raise ChangedMeanwhile(last)
    if last is not None and last.body == texts:
        return last
    known = _known(account, day, spaces or [], risks or [])
    try:
        with transaction.atomic():
            plan = AccountPlan.objects.create(account=account, version=seen + 1, body=texts, known=known, as_of=day,
                                              note=line(note)[:300], author=user)  # fmt: skip
            record("account_plan.saved", plan, actor=user, account_id=account.pk, after={"version": plan.version},
                   reason=plan.note)  # fmt: skip
    except IntegrityError:  # two saved at the same moment
        raise ChangedMeanwhile(newest(account)) from None
    return plan


def _texts(body: Mapping[str, str]) -> dict[str, str]:
    texts = {name: text(body.get(name, "")) for name in SECTIONS}
    for name, said in texts.items():
        if len(said) > LONGEST:
            raise NotAccepted(f"{SECTIONS[name][0]} has {len(said):,} characters; {LONGEST:,} fit.")
    if not any(texts.values()):
        raise NotAccepted("Write at least one section.")
    return texts


def _known(account: Account, day: date, spaces: list[Space], risks: list[str]) -> dict[str, Any]:
    found = people(account, day)
    return {
        "people": [_row(one) for one in found if one.there(day)],
        "gaps": [gap.sentence for gap in gaps(found, day)],
        "risks": risks,
        "whitespace": [space.sentence for space in spaces],
    }


def _row(person: Person) -> dict[str, Any]:
    spoken = str(person.spoken_on) if person.spoken_on else None
    return {"id": person.id, "name": person.name, "role": person.role_name, "influence": person.influence,
            "stance": person.stance, "spoken_on": spoken}  # fmt: skip
