"""Every number there is, by id, in the order pages show them: the four headline numbers first."""

from typing import Final

from tenure.metrics import downgrades, logos, retention, revenue
from tenure.metrics.kpi import Kpi

HEADLINE: Final = (downgrades.DOWNGRADE, retention.REFERRED_NRR)
KPIS: Final[dict[str, Kpi]] = {
    kpi.id: kpi for kpi in (*HEADLINE, *retention.KPIS, *downgrades.KPIS, *logos.KPIS, *revenue.KPIS)
}
