"""The learned risk holds what it promises on public histories: the cheap ones here, all of them in the benchmark."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from benchmarks import churn_data
from benchmarks.proving import AIMS, TELCO_BRIER, baselines, shuffled, tried
from tenure.metrics.learning import learn
from tenure.metrics.proof import Comparison, Verdict

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def verdict(compared: object) -> Verdict:
    assert isinstance(compared, Comparison)
    return compared.verdict


def test_telco_customers(shared: Path) -> None:
    found = tried(churn_data.telco())
    assert found.area >= AIMS["telco"]
    assert found.brier <= TELCO_BRIER
    assert verdict(found.compared) is Verdict.BETTER


def test_students_as_of_day_60(shared: Path) -> None:
    examples = churn_data.oulad(60)
    # The published figures of this folder leave out who had unregistered; no row of the future may come in.
    assert (len(examples), int(examples.happened.sum())) == (2155, 821)
    assert np.nanmin(examples.column("days_since")) >= 0
    found = tried(examples)
    assert found.area >= AIMS["oulad 60"]
    assert verdict(found.compared) is Verdict.BETTER


def test_shuffled_outcomes_have_no_signal(shared: Path) -> None:
    examples = shuffled(churn_data.oulad(60))
    assert verdict(tried(examples).compared) is Verdict.NO_SIGNAL
    quiet = learn(examples, 0, date(2024, 1, 1), baselines(examples))
    assert quiet.risk is None
    assert "no signal" in quiet.card.sentence
