"""How easy it is to work with us, as contacts say on their page: an answer of a survey like any other."""

from hashlib import sha256
from typing import Final

from django.db import transaction

from tenure.company.clock import today
from tenure.core.problems import NotAccepted
from tenure.customers.models import Contact
from tenure.feedback.models import SurveyResponse
from tenure.journal.write import record
from tenure.work.portal.doing import for_us

EASE: Final = {1: "Very hard", 2: "Hard", 3: "In between", 4: "Easy", 5: "Very easy"}
LONGEST: Final = 5_000
_LOW: Final = 2


@transaction.atomic
def how_easy(contact: Contact, score: int | None, words: str = "") -> SurveyResponse:
    """One answer a contact and day; another of the same day replaces it. A low one asks us to call them."""
    if score not in EASE:
        raise NotAccepted("Choose how easy it is, from 1 to 5.")
    text = words.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise NotAccepted(f"This has {len(text):,} characters; {LONGEST:,} fit.")
    day = today()
    values = {
        "account_id": contact.account_id, "type": "ces", "user_id": contact.user_id, "contact_id": contact.pk,
        "sent_on": day, "responded_on": day, "score": score, "scale_min": 1, "scale_max": 5, "comment": text,
        "source": "Tenure",
    }  # fmt: skip
    key = f"page-{sha256(f'{contact.pk} {day}'.encode()).hexdigest()[:32]}"
    answer = SurveyResponse.objects.update_or_create(pk=key, defaults=values)[0]
    record("survey.answered", answer, account_id=contact.account_id, origin="portal",
           after={"score": score, "contact_id": contact.pk, "by": str(contact)})  # fmt: skip
    if score <= _LOW:
        note = f"They say working with us is {EASE[score].lower()} ({score} of 5)." + (f"\n\n{text}" if text else "")
        for_us(contact, f"Call {contact}: it is hard to work with us", note, ("survey", key), high=True)
    return answer


def last_of(contact: Contact) -> SurveyResponse | None:
    """What this contact said last."""
    found = SurveyResponse.objects.filter(account=contact.account_id, contact_id=contact.pk, type="ces")
    return found.order_by("-responded_on", "-loaded_at").first()
