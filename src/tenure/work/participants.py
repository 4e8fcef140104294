"""Who took part in a touchpoint, written down so that it can be asked for."""

from collections.abc import Sequence
from typing import Any, Final

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.work.models import Participant, Touchpoint
from tenure.work.notices.verbs import colleagues

MOST: Final = 40


def chosen(account: Account, contacts: Sequence[str], emails: Sequence[str]) -> tuple[list[Contact], list[User]]:
    """Contacts of the account by id, colleagues by address; a sentence when one is not there any more."""
    ours = {email.lower() for email in emails}
    theirs = list(Contact.objects.filter(account=account, pk__in=contacts).order_by("name", "pk")) if contacts else []
    team = list(colleagues().filter(email__in=ours)) if ours else []
    if len(theirs) < len(set(contacts)) or len(team) < len(ours):
        raise NotAccepted("One of the participants is not there any more; choose again.")
    if len(theirs) + len(team) > MOST:
        raise NotAccepted(f"At most {MOST} people can be written down.")
    return theirs, team


def write(touchpoint: Touchpoint, contacts: Sequence[Contact], team: Sequence[Any], others: Sequence[str] = ()) -> None:
    """These, and nobody else; the first contact is who the touchpoint was with."""
    touchpoint.people.all().delete()
    rows = [Participant(touchpoint=touchpoint, contact=one, name=str(one)[:200]) for one in contacts]
    rows += [Participant(touchpoint=touchpoint, user=one, name=str(one)[:200]) for one in team]
    rows += [Participant(touchpoint=touchpoint, name=name[:200]) for name in others]
    Participant.objects.bulk_create(rows)
