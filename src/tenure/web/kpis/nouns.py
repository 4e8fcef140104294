"""How the parts of each number read: above and below the line, over the columns, and by section."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from tenure.metrics import Kpi


@dataclass(frozen=True, slots=True)
class Noun:
    """`base` follows the denominator ("38 of 212 eligible customers"), or says what was added up without one.

    `above` and `below` name the numerator and the denominator in the equation and over their columns.
    """

    base: str
    parts: Literal["count", "money", "days"] = "count"
    above: str = "Counted"
    below: str = "Base"
    shown: str = ""  # how the value reads where the KPI's own unit would mislead: times
    link: str = "of"
    below_parts: str = ""  # where the denominator is of another kind than the numerator
    hides: tuple[str, ...] = ()  # details that say the same as the numerator or the denominator
    card: str = ""  # the name where there is little room


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
COLUMNS: Final[dict[str, str]] = {
    "name": "Account",
    "opening": "At opening",
    "closing": "At closing",
    "reported": "At closing rates",
    "amount": "Change",
    "fx": "Exchange rates",
    "category": "Movement",
    "subtype": "Kind",
    "first_paid": "First paid",
    "logo_opening": "Customer then",
    "logo_closing": "Customer now",
    "seats_fell": "Fewer seats",
    "tier_fell": "Lower tier",
    "product_fell": "Product gone",
    "price_fell": "Lower price",
    "reason": "Left out because",
}

_KEPT: Final = Noun("opening MRR", "money", "Now", "At opening", hides=("opening", "closing"))
_LOST: Final = Noun("opening MRR", "money", "Lost", "At opening", hides=("opening", "amount"))
_GAINED: Final = replace(_LOST, above="Gained")
_CUSTOMERS: Final = Noun("customers at the opening", above="Counted", below="Customers")
_FELL: Final = ("category", "seats_fell", "tier_fell", "product_fell", "price_fell")
_LIFETIME: Final = Noun("monthly logo churn", "money", "ARPA", "Churn", link="over", below_parts="ratio")
_QUICK: Final = Noun("lost", "money", "Gained", "Lost", shown="times", link="gained for")
_MOVED: Final = Noun("", "money", "Change", hides=("amount",))
_NOUNS: Final[dict[str, Noun]] = {
    "expansion_activation_rate": Noun("eligible customers", above="Activated", below="Eligible"),
    "expansion_penetration": Noun("eligible customers", above="Active", below="Eligible"),
    "customer_downgrade_rate": replace(_CUSTOMERS, above="Downgraded", hides=_FELL),
    "customer_downgrade_rate_incl_term_extension": replace(_CUSTOMERS, above="Downgraded", hides=_FELL),
    "component_downgrade_rate": replace(_CUSTOMERS, above="Gave up", hides=("category", "subtype")),
    "referred_account_nrr": replace(_KEPT, base="opening MRR", card="Referred account NRR"),
    "not_referred_account_nrr": replace(_KEPT, base="opening MRR of customers not referred"),
    "referred_account_grr": replace(_KEPT, base="opening MRR of referred customers", above="Kept", hides=("opening",)),
    "referral_discussion_initiation_rate": Noun("onboarded customers", above="Initiated", below="Onboarded"),
    "nrr": _KEPT,
    "grr": replace(_KEPT, above="Kept", hides=("opening",)),
    "revenue_churn_rate": _LOST,
    "gross_mrr_churn_rate": _LOST,
    "contraction_mrr_rate": _LOST,
    "expansion_mrr_rate": _GAINED,
    "logo_churn_rate": replace(_CUSTOMERS, above="Left"),
    "logo_retention_rate": replace(_CUSTOMERS, above="Stayed"),
    "customer_upgrade_rate": replace(_CUSTOMERS, above="Upgraded"),
    "reactivation_rate": Noun("lapsed customers", above="Came back", below="Lapsed"),
    "quick_ratio": _QUICK,
    "quick_ratio_incl_reactivation": _QUICK,
    "mrr": Noun("a month, at the closing", "money", "MRR", hides=("reported", "closing")),
    "arr": Noun("twelve times MRR", "money", "ARR"),
    "arpa": Noun(
        "paying customers", "money", "MRR", "Paying", link="from", below_parts="count", hides=("reported", "closing")
    ),
    "mrr_fx": replace(_MOVED, base="from exchange rates alone", above="Effect", hides=("fx",)),
    "mrr_new": replace(_MOVED, base="from customers who never paid before"),
    "mrr_expansion": replace(_MOVED, base="more from customers of the opening day"),
    "mrr_contraction": replace(_MOVED, base="less from customers who stayed"),
    "mrr_churn": replace(_MOVED, base="from customers who left"),
    "mrr_reactivation": replace(_MOVED, base="from customers who came back"),
    "mrr_pause": replace(_MOVED, base="from customers on a pause"),
    "mrr_resume": replace(_MOVED, base="from customers back from a pause"),
    "paying_customers": Noun("with MRR above zero at the closing", above="Paying"),
    "customers": Noun("paying or on a valid pause at the closing", above="Customers"),
    "clv_revenue": _LIFETIME,
    "clv_margin": replace(_LIFETIME, base="monthly logo churn, times the margin", above="ARPA × margin"),
    "referral_discussion_initiation_rate_users": Noun("active users", above="Initiated", below="Active"),
    "time_to_first_value_pXX": Noun("in the cohort, those who never got there included", hides=("days",)),
    "time_to_value": Noun("in the cohort, those who never got there included", hides=("days",)),
    "goal_attainment_rate": Noun("goals due", above="Reached", below="Due"),
    "goal_attainment_rate_verified": Noun("goals due", above="Confirmed", below="Due"),
    "goal_progress_mean": Noun("goals due", above="Progress", below="Due"),
    "success_plan_attainment_rate": Noun("plans with goals due", above="Reached", below="Plans", hides=("attained",)),
    "success_plan_coverage": Noun("paying customers", above="With a plan", below="Paying"),
    "csr_coverage": Noun("customers due for reviews", above="Reviewed", below="Due", hides=("closing",)),
    "csr_coverage_mrr": Noun("MRR due for reviews", "money", "Reviewed", "Due", hides=("closing",)),
    "csr_participation": Noun("customers due for reviews", above="Took part", below="Due", hides=("closing",)),
    "reached_first_value_within_N": Noun("customers old enough to tell", above="Reached it", below="Cohort"),
    "feature_adoption_rate_accounts": Noun("entitled customers", above="Used it", below="Entitled"),
    "adoption_depth_mean_days": Noun("adopters", "days", "Days of use", "Adopters", link="over", below_parts="count"),
    "average_dau": Noun("days", above="User days", below="Days", link="over"),
    "mau": Noun("with a core event in the window", above="Active users"),
    "onboarding_completion_rate_ever": Noun("onboardings started", above="Completed", below="Onboardings"),
    "onboarding_completion_rate": Noun("onboardings old enough to tell", above="Completed", below="Onboardings"),
    "activation_rate": Noun("signups old enough to tell", above="Activated", below="Signups"),
    "product_adoption_rate": Noun("paying customers", above="Adopted", below="Paying"),
    "feature_adoption_rate": Noun("entitled active users", above="Used it", below="Entitled"),
    "feature_adoption_rate_active_users": Noun("active users", above="Used it", below="Active"),
    "adoption_breadth": Noun("entitled features", above="Used", below="Entitled"),
    "adoption_depth": Noun("adopters", above="Deep", below="Adopters"),
    "stickiness": Noun("user days possible", above="Active user days", below="Possible"),
    "license_utilisation": Noun("seats in force", above="Active users", below="Seats"),
}


def noun(kpi: Kpi) -> Noun:
    """The words of a number; a new one without words of its own still reads right."""
    return _NOUNS.get(kpi.id) or Noun("in the base", "money" if kpi.unit == "money" else "count")


def column_label(name: str) -> str:
    return COLUMNS.get(name) or name.replace("_", " ").capitalize()
