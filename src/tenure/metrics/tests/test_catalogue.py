"""What every declaration owes its readers, and that the page says what the declarations say."""

from pathlib import Path
from typing import Any

import pytest

from tenure.core.conditions import ConditionError
from tenure.core.periods import back
from tenure.metrics import KPIS, Ask, Kpi
from tenure.metrics.catalogue import HEADLINE
from tenure.metrics.page import SECTIONS, page
from tenure.metrics.params import PARAMS
from tenure.metrics.tests.mini import ask

PAGE = Path(__file__).resolve().parents[4] / "docs" / "numbers.md"
PERIOD = ("2025-01-01", "2025-02-01")


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_a_declaration_is_complete(kpi: Kpi) -> None:
    assert kpi.sentence.endswith(".")
    assert kpi.section in SECTIONS
    assert set(kpi.takes) <= PARAMS.keys()
    assert back(ask(*PERIOD).period.closing, kpi.window)


def test_the_four_headline_numbers_come_first() -> None:
    assert list(KPIS)[:4] == [kpi.id for kpi in HEADLINE]
    assert list(KPIS)[:4] == [
        "expansion_activation_rate",
        "customer_downgrade_rate",
        "referred_account_nrr",
        "referral_discussion_initiation_rate",
    ]


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "Run: python -m tenure.metrics.page > docs/numbers.md"


@pytest.mark.parametrize(
    ("kpi", "params", "sentence"),
    [
        (
            "feature_adoption_rate",
            {},
            "Say which feature it is asked for; there is no number for all of them together.",
        ),
        ("nrr", {"feature": "x"}, "does not take feature"),
        ("onboarding_completion_rate", {"onboarding_days": "soon"}, "must be a whole number"),
        ("time_to_first_value_pXX", {"percentile": 0}, "must be from 1 to 100"),
        ("customer_downgrade_rate", {"downgrade_type": "mood"}, "must be one of any, seats"),
    ],
)
def test_a_wrong_choice_is_refused_with_a_sentence(kpi: str, params: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConditionError, match=sentence):
        KPIS[kpi].resolved(ask(*PERIOD, **params))


def test_a_wrong_unit_is_refused() -> None:
    with pytest.raises(ConditionError, match="parent or account"):
        Ask(ask(*PERIOD).period, unit="team")  # type: ignore[arg-type]
