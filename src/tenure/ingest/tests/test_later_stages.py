"""Facts of stages that have no page yet come in like all others."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tenure.automation.models import PlaybookRun
from tenure.customers.models import Csm
from tenure.health.models import HealthScore
from tenure.ingest.tests.conftest import Bring, counts, sentences
from tenure.planning.models import CustomerValue

pytestmark = pytest.mark.usefixtures("accounts")


def test_health_scores_are_kept_by_account_and_moment_and_must_be_on_their_scale(bring: Bring) -> None:
    done = bring({"health_scores.csv": "account_id,ts,score\nA1,2026-03-01T10:00:00Z,85\nA2,2026-03-01,140\n"})
    assert counts(done["health_scores.csv"].outcome) == (1, 0, 0, 1)
    assert sentences(done["health_scores.csv"].outcome) == ["score is 140.000. Write a score from 0 to 100."]
    kept = HealthScore.objects.get()
    assert (kept.account_id, kept.ts, kept.score) == ("A1", datetime(2026, 3, 1, 10, tzinfo=UTC), Decimal(85))


def test_playbook_runs_know_their_arm_and_what_came_of_them(bring: Bring) -> None:
    rows = "r1,p1,A1,playbook,2026-01-05,closed,success\nr2,p1,A2,holdout,2026-01-05,open,\nr3,p1,A9,playbook,x,,\n"
    head = "run_id,playbook_id,account_id,arm,opened_on,status,outcome_at_horizon\n"
    done = bring({"playbook_runs.csv": head + rows})
    assert counts(done["playbook_runs.csv"].outcome) == (2, 0, 0, 1)
    assert set(PlaybookRun.objects.values_list("pk", "arm", "outcome_at_horizon")) == {
        ("r1", "playbook", "success"),
        ("r2", "holdout", ""),
    }


def test_value_is_kept_by_account_and_period_in_minor_units(bring: Bring) -> None:
    values = "account_id,period,realised_value,total_cost,customer_verified_on\nA1,2026-Q1,7800.50,191,2026-04-02\n"
    assert counts(bring({"customer_value.csv": values})["customer_value.csv"].outcome) == (1, 0, 0, 0)
    assert counts(bring({"customer_value.csv": values})["customer_value.csv"].outcome) == (0, 0, 1, 0)
    kept = CustomerValue.objects.get()
    assert (kept.realised_value_minor, kept.total_cost_minor, kept.customer_verified_on) == (
        780_050,
        19_100,
        date(2026, 4, 2),
    )


def test_csms_have_a_share_of_a_working_week(bring: Bring) -> None:
    done = bring({"csms.csv": "csm_id,name,fte\nada@x.org,Ada,0.5\nbob@x.org,Bob,-1\n"})
    assert counts(done["csms.csv"].outcome) == (1, 0, 0, 1)
    assert Csm.objects.get().fte == Decimal("0.5")
