"""Every signal that comes with Tenure fires on facts like those it is for, and says in words what it saw."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import time_machine

from tenure.core.periods import DAY
from tenure.customers.models import Account, Contact, Subscription
from tenure.engine import lake
from tenure.engine.refresh import refresh
from tenure.engine.scores.current import judge
from tenure.engine.tests.test_state import events
from tenure.feedback.labelling import label_texts
from tenure.feedback.models import SurveyResponse
from tenure.health import verbs, watching
from tenure.health.models import Risk
from tenure.library.reading import published_measures, published_signals
from tenure.retention.models import Renewal
from tenure.work.models import Ticket

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()


def test_each_opens_a_risk(home: Path, alice: Any) -> None:
    for key in ("fell", "quiet", "left", "answer", "words", "fine"):
        Account.objects.create(id=key, name=key, owner=alice)
        Subscription.objects.create(id=key, subscription_id=key, account_id=key, price_minor=100, mrr_minor=100,
                                    currency="USD", start_date=date(2025, 6, 1))  # fmt: skip
    for n in range(3):
        Ticket.objects.create(id=f"t{n}", account_id="fell", opened_at=NOON - 2 * DAY, escalated=True)
    Renewal.objects.create(id="r", account_id="fell", term_end_on=TODAY + 60 * DAY, mrr_due_minor=100)
    lake.append(events(("quiet", "u", "boards", TODAY - 14 * DAY)), source="test", version=1)
    Contact.objects.create(id="c", account_id="left", role="champion", left_on=TODAY - DAY)
    SurveyResponse.objects.create(id="s1", account_id="answer", type="nps", score=2, responded_on=TODAY - DAY)
    SurveyResponse.objects.create(id="s2", account_id="words", type="nps", score=8, responded_on=TODAY - DAY,
                                  comment="Terrible, slow and useless. We hate it.")  # fmt: skip
    # Before the first text of all, nothing is known of any.
    SurveyResponse.objects.create(id="s0", account_id="fine", type="nps", score=9, responded_on=TODAY - 30 * DAY,
                                  comment="We love it, great support.")  # fmt: skip
    label_texts()
    with time_machine.travel(NOON, tick=False):
        refresh()
        judge()
        watching.watch()
    verbs.raise_risk(alice, Account.objects.get(pk="fine"), "They will merge", "", TODAY, TODAY)
    opened = {(risk.account_id, risk.kind): risk.cause for risk in Risk.objects.all()}
    wanted = {
        ("fell", "at_risk"), ("fell", "score_drop"), ("fell", "renewal_unsure"), ("fell", "escalation"),
        ("quiet", "silent"), ("left", "champion_left"), ("answer", "detractor"), ("words", "negative_text"),
        ("fine", "raised"),
    }  # fmt: skip
    assert wanted <= set(opened)
    assert {kind for account, kind in opened if account == "fine"} == {"raised"}
    assert {kind for _, kind in opened} - {"raised"} == {one.id for one in published_signals(published_measures())}
    assert opened["words", "negative_text"] == "Negative comments 0 → 1."
