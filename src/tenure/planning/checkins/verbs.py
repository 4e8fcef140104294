"""Setting how often each kind of customer is checked in with."""

from typing import Any

from django.db import transaction

from tenure.company.roles import require
from tenure.core.problems import NotAccepted
from tenure.journal.write import record
from tenure.planning.checkins.cadence import MOTIONS
from tenure.planning.checkins.models import CheckInMark
from tenure.planning.models import CheckInCadence


@transaction.atomic
def set_cadence(
    user: Any, motion: str, people_days: int | None, digital_days: int | None, *, tier: str = "", segment: str = ""
) -> CheckInCadence:
    """How many days may pass with customers of a motion, tier and segment; all are looked at anew soon after."""
    require(user, "write_all_accounts")
    if motion not in MOTIONS:
        raise NotAccepted(f"Choose a motion: {', '.join(MOTIONS.values())}.")
    if len(tier) > 40 or len(segment) > 80:
        raise NotAccepted("A tier has at most 40 characters, a segment 80.")
    if people_days is None and digital_days is None:
        raise NotAccepted("Give a number of days for at least one way, or remove the row.")
    for days in (people_days, digital_days):
        if days is not None and not 1 <= days <= 1_000:
            raise NotAccepted("Days are between 1 and 1,000.")
    held = CheckInCadence.objects.filter(motion=motion, tier=tier.strip(), segment=segment.strip()).first()
    before = {"people_days": held.people_days, "digital_days": held.digital_days} if held else {}
    row = held or CheckInCadence(motion=motion, tier=tier.strip(), segment=segment.strip())
    row.people_days, row.digital_days = people_days, digital_days
    row.save()
    record("check_in_cadence.set", row, actor=user, before=before,
           after=_whom(row) | {"people_days": people_days, "digital_days": digital_days})  # fmt: skip
    CheckInMark.objects.all().delete()
    return row


@transaction.atomic
def remove_cadence(user: Any, row_id: int) -> None:
    """Back to what a wider row says, or to the default of the motion."""
    require(user, "write_all_accounts")
    row = CheckInCadence.objects.filter(pk=row_id).first()
    if row is None:
        raise NotAccepted("Somebody removed it in the meantime.")
    before = _whom(row) | {"people_days": row.people_days, "digital_days": row.digital_days}
    record("check_in_cadence.removed", row, actor=user, before=before)
    row.delete()
    CheckInMark.objects.all().delete()


def _whom(row: CheckInCadence) -> dict[str, str]:
    """Said whole, so that past days know it."""
    return {"for": str(row), "motion": row.motion, "tier": row.tier, "segment": row.segment}
