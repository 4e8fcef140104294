"""How figures of the list came to be what they are: kept numbers, of the whole book alone."""

from typing import Final

from tenure.core.periods import DAY, add_months
from tenure.engine import answers, publication
from tenure.engine.publication import NothingPublished

_MONTHS: Final = 12


def arr_past() -> list[float]:
    """ARR on the last month ends and the last complete day, oldest first, as far as it is kept."""
    try:
        last = publication.current().as_of
    except NothingPublished:
        return []
    ended = last.replace(day=1) - DAY
    days = [*(add_months(ended, -before) for before in range(_MONTHS - 1, -1, -1)), last]
    kept = answers.histories(["arr"], days)["arr"]
    return [result.value for result in kept if result.value is not None]
