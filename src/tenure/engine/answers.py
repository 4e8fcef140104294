"""Numbers of the current publication: each with its rows, its past, and who was left out."""

from tenure.core.periods import Period
from tenure.engine import reading
from tenure.metrics.ask import Ask
from tenure.metrics.catalogue import KPIS
from tenure.metrics.compile import sql
from tenure.metrics.kpi import Kpi
from tenure.metrics.result import Result, result, summary


class UnknownKpi(LookupError):
    def __init__(self, kpi_id: str) -> None:
        super().__init__(f"{kpi_id!r} is not a number Tenure knows; `tenure kpis` lists them.")


def declared(kpi_id: str) -> Kpi:
    """The declaration of a number; raises UnknownKpi."""
    if kpi_id not in KPIS:
        raise UnknownKpi(kpi_id)
    return KPIS[kpi_id]


def answer(kpi_id: str, period: Period, **choices: object) -> Result:
    kpi = declared(kpi_id)
    ask = Ask(period)
    (row,) = reading.query(sql(summary(kpi, ask)))
    return result(kpi, ask, row)
