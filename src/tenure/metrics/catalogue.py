"""Every number there is, by id, in the order pages show them: the four headline numbers first."""

from typing import Final

from tenure.metrics import (
    activation,
    adoption,
    downgrades,
    first_value,
    goals,
    lifetime,
    logos,
    onboarding,
    referral,
    retention,
    revenue,
    reviews,
)
from tenure.metrics.kpi import Kpi

HEADLINE: Final = (activation.ACTIVATION, downgrades.DOWNGRADE, retention.REFERRED_NRR, referral.INITIATION)
_GROUPS: Final = (
    retention.KPIS, logos.KPIS, revenue.KPIS, lifetime.KPIS, downgrades.KPIS, activation.KPIS, referral.KPIS,
    onboarding.KPIS, first_value.KPIS, adoption.KPIS, reviews.KPIS, goals.KPIS,
)  # fmt: skip
KPIS: Final[dict[str, Kpi]] = {kpi.id: kpi for kpis in (HEADLINE, *_GROUPS) for kpi in kpis}
