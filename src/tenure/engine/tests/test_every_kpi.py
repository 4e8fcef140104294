"""Every number of the catalogue, asked of one small company: it answers, and its rows sum to it."""

from typing import Any, Final

import pytest
from click.testing import CliRunner

from tenure.cli.kpis import kpis
from tenure.core.periods import DAY, Period
from tenure.engine import answers, keeping, kpi_values
from tenure.engine.models import KpiValue
from tenure.engine.tests.conftest import NOW
from tenure.metrics import KPIS, Kpi

LAST: Final = NOW.date() - DAY
CHOICES: Final = {"offering": "pro_reports", "feature": "reports"}


def test_every_number_answers_and_its_rows_sum_to_it(busy_company: Any) -> None:
    known = 0
    for kpi in KPIS.values():
        period = Period.trailing(LAST, kpi.window)
        params = {name: CHOICES[name] for name in kpi.takes if name in CHOICES}
        found = answers.answer(kpi.id, period, params=params)
        assert answers.answer(kpi.id, period, params=params, with_rows=True) == found, kpi.id
        inside = answers.rows(kpi.id, period, params=params, limit=None)
        outside = answers.rows(kpi.id, period, params=params, limit=None, left_out=True)
        assert (inside.total, outside.total) == (found.counted, found.left_out), kpi.id
        assert all(row["reason"] for row in outside.rows), kpi.id
        assert sum(answers.reasons(kpi.id, period, params=params).values()) == found.left_out
        assert found.status in ("ok", "no_base", "immature", "not_reached"), (kpi.id, found.status)
        if kpi.summarise is None and kpi.combine is Kpi.__dataclass_fields__["combine"].default:
            sums = (found.numerator or 0, found.denominator or 0)
            assert (inside.numerator or 0, inside.denominator or 0) == sums, kpi.id
        known += found.value is not None
    assert known >= len(KPIS) * 0.8


def test_every_number_is_kept_and_printed(busy_company: Any) -> None:
    kept = [kpi.id for kpi in KPIS.values() if all(param.default is not None for param in kpi.params)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kpi_values, "days", lambda as_of: [as_of])
        assert keeping.fill("parent") == len(kept)
    assert set(KpiValue.objects.values_list("kpi", flat=True)) == set(kept)
    assert not KpiValue.objects.exclude(error="").exists()
    printed = CliRunner().invoke(kpis, ["--compute", "--format", "csv"])
    assert printed.exit_code == 0, printed.output
    assert [line.split(",")[0] for line in printed.output.splitlines()[1:]] == kept
