"""Who took part in a touchpoint, written down so that it can be asked for."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.work.models import Participant, Touchpoint
from tenure.work.notices.verbs import colleagues

MOST: Final = 40


def chosen(account: Account, contacts: Sequence[str], emails: Sequence[str]) -> tuple[list[Contact], list[User]]:
    """Contacts of the account by id, colleagues by address; a sentence when one is not there any more."""
    theirs = list(Contact.objects.filter(account=account, pk__in=contacts).order_by("name", "pk")) if contacts else []
    if len(theirs) < len(set(contacts)):
        raise NotAccepted("One of the participants is not there any more; choose again.")
    team = colleagues_at(emails)
    if len(theirs) + len(team) > MOST:
        raise NotAccepted(f"At most {MOST} people can be written down.")
    return theirs, team


def colleagues_at(emails: Collection[str]) -> list[User]:
    """Those of ours who have these addresses; a sentence names the addresses that nobody has."""
    wanted = {email.strip().lower() for email in emails}
    found = list(colleagues().filter(email__in=wanted)) if wanted else []
    if unknown := sorted(wanted - {one.email.lower() for one in found}):
        raise NotAccepted(f"No colleague has the address {', '.join(one[:80] for one in unknown[:5])}; choose again.")
    return found


def write(touchpoint: Touchpoint, contacts: Sequence[Contact], team: Sequence[Any], others: Sequence[str] = ()) -> None:
    """These, and nobody else; the first contact is who the touchpoint was with."""
    touchpoint.people.all().delete()
    rows = [Participant(touchpoint=touchpoint, contact=one, name=str(one)[:200]) for one in contacts]
    rows += [Participant(touchpoint=touchpoint, user=one, name=str(one)[:200]) for one in team]
    rows += [Participant(touchpoint=touchpoint, name=name[:200]) for name in others]
    Participant.objects.bulk_create(rows)
