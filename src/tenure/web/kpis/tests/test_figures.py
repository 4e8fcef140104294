"""Why a number has no value is said in words of its own, whatever the reason."""

import pytest

from tenure.metrics.values import Value
from tenure.web.kpis.figures import STATUS_WORDS


@pytest.mark.parametrize("status", ["no_base", "immature", "missing_rate", "not_reached"])
def test_every_status_without_a_value_has_words(status: str) -> None:
    assert status in (Value.__doc__ or "")
    assert len(STATUS_WORDS[status]) == 2
