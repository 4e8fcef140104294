"""Every number there is, by id, in the order pages show them."""

from typing import Final

from tenure.metrics import retention
from tenure.metrics.kpi import Kpi

KPIS: Final[dict[str, Kpi]] = {kpi.id: kpi for kpi in (*retention.KPIS,)}
