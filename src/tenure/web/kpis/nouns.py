"""How the parts of each number read: what is added up above and below the line, and what the sections are called."""

from dataclasses import dataclass
from typing import Final, Literal

from tenure.metrics.kpi import Kpi


@dataclass(frozen=True, slots=True)
class Noun:
    """`base` follows the denominator ("38 of 212 eligible accounts"), or says what was added up without one."""

    base: str
    parts: Literal["count", "money"] = "count"
    shown: str = ""  # how the value reads where the KPI's own unit would mislead: times
    link: str = "of"


HEADLINE: Final = (
    "expansion_activation_rate",
    "customer_downgrade_rate",
    "referred_account_nrr",
    "referral_discussion_initiation_rate",
)
RETENTION: Final = ("nrr", "grr", "logo_churn_rate")
SECTIONS: Final[dict[str, str]] = {
    "6.A": "Expansion, downgrade and referral",
    "6.B": "Recurring revenue and customers",
    "6.C": "Onboarding, value and adoption",
    "6.D": "Sentiment, health, reviews and renewals",
    "6.E": "Expansion, advocacy and operations",
}

_OPENING: Final = Noun("opening MRR", "money")
_CUSTOMERS: Final = Noun("customers at the opening")
_LOST: Final = Noun("lost", "money", "times", "gained for")
_NOUNS: Final[dict[str, Noun]] = {
    "expansion_activation_rate": Noun("eligible customers"),
    "expansion_penetration": Noun("eligible customers"),
    "customer_downgrade_rate": _CUSTOMERS,
    "customer_downgrade_rate_incl_term_extension": _CUSTOMERS,
    "component_downgrade_rate": _CUSTOMERS,
    "referred_account_nrr": Noun("opening MRR of referred customers", "money"),
    "referred_account_grr": Noun("opening MRR of referred customers", "money"),
    "not_referred_nrr": Noun("opening MRR of customers not referred", "money"),
    "referral_discussion_initiation_rate": Noun("onboarded customers"),
    "referral_discussion_initiation_rate_users": Noun("active users"),
    "nrr": _OPENING,
    "grr": _OPENING,
    "revenue_churn_rate": _OPENING,
    "gross_mrr_churn_rate": _OPENING,
    "contraction_mrr_rate": _OPENING,
    "expansion_mrr_rate": _OPENING,
    "logo_churn_rate": _CUSTOMERS,
    "logo_retention_rate": _CUSTOMERS,
    "customer_upgrade_rate": _CUSTOMERS,
    "reactivation_rate": Noun("lapsed customers"),
    "quick_ratio": _LOST,
    "quick_ratio_incl_reactivation": _LOST,
    "mrr": Noun("monthly, at the closing", "money"),
    "arr": Noun("twelve times MRR", "money"),
    "arpa": Noun("paying customers", "money", link="from"),
    "clv_revenue": Noun("ARPA over logo churn", "money"),
    "clv_margin": Noun("ARPA over logo churn, times margin", "money"),
    "onboarding_completion_rate": Noun("onboardings old enough to tell"),
    "activation_rate": Noun("signups old enough to tell"),
    "product_adoption_rate": Noun("paying customers"),
    "feature_adoption_rate": Noun("entitled active users"),
    "feature_adoption_rate_active_users": Noun("active users"),
    "adoption_breadth": Noun("entitled features"),
    "adoption_depth": Noun("adopters"),
    "stickiness": Noun("user days possible"),
    "license_utilisation": Noun("seats in force"),
}


def noun(kpi: Kpi) -> Noun:
    """The words of a number; a new one without words of its own still reads right."""
    return _NOUNS.get(kpi.id) or Noun(f"{kpi.grain}s" if kpi.grain else "", "money" if kpi.unit == "money" else "count")
