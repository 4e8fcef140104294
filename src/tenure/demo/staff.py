"""The people of the simulated company who can sign in: one for each role, and the CSMs who own the accounts."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tenure.company.models import Role, User, settings_row
from tenure.demo.catalogue import PAGE_VIEW
from tenure.demo.people import SIGN_IN, SIGN_IN_NAME, Care
from tenure.journal.write import record

ADMINISTRATOR = SIGN_IN
LEAD = "ines.calloway@example.com"
VIEWER = "ruben.hale@example.com"
_FIXED = (
    (ADMINISTRATOR, SIGN_IN_NAME, Role.ADMINISTRATOR),
    (LEAD, "Ines Calloway", Role.LEAD),
    (VIEWER, "Ruben Hale", Role.VIEWER),
)


@transaction.atomic
def sign_ins(care: Care, password: str) -> None:
    """Those who are there already keep what they are and their password."""
    known = set(User.objects.values_list("email", flat=True))
    # One hash for all: they share the password, and hashing is slow on purpose.
    hashed = make_password(password)
    csms = ((csm.email, csm.name, Role.CSM) for csm in care.people)
    for email, name, role in (*_FIXED, *csms):
        if email not in known:
            user = User(email=email, name=name, role=role, password=hashed)
            user.save()
            known.add(email)
            record("user.added", user, after={"role": role, "name": name}, origin="demo")


def company() -> None:
    """Settings of the simulated company: its name, and that looking at a page is no activity."""
    row = settings_row()
    row.name, row.not_core_events = "Fernwell", [PAGE_VIEW]
    row.save()
