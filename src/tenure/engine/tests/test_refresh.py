from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tenure.core.periods import Period
from tenure.engine import answers, publication
from tenure.engine.refresh import refresh

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


def test_a_number_comes_from_facts(home: Path, account: Callable[..., Any], pays: Callable[..., Any]) -> None:
    with pytest.raises(publication.NothingPublished):
        publication.current()
    for key in "abt":
        account(key, is_test=key == "t")
        pays(key, "2024-01-01", "2025-06-01" if key == "a" else None, 100)
    pays("a", "2025-06-01", None, 150)
    first = refresh()
    assert first.changed
    found = answers.answer("nrr", YEAR)
    assert (found.numerator, found.denominator, found.status) == (250, 200, "ok")
    assert found.value == float(Fraction(250, 200))
    again = refresh()
    assert (again.changed, again.tables) == (False, [])
