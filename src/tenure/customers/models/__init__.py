"""Accounts and the nouns that more than one stage of the lifecycle writes."""

from tenure.customers.models.account import (
    Account,
    AccountParent,
    AccountState,
    AccountTag,
    Assignment,
    BookTotals,
    Csm,
)
from tenure.customers.models.book import ColumnChoice, Segment
from tenure.customers.models.commerce import (
    Entitlement,
    FxRate,
    Offering,
    OfferingPlan,
    Opportunity,
    Plan,
    Product,
    Subscription,
)
from tenure.customers.models.logo import AccountLogo
from tenure.customers.models.people import Contact, Milestone, ProductUser

__all__ = [
    "Account",
    "AccountLogo",
    "AccountParent",
    "AccountState",
    "AccountTag",
    "Assignment",
    "BookTotals",
    "ColumnChoice",
    "Contact",
    "Csm",
    "Entitlement",
    "FxRate",
    "Milestone",
    "Offering",
    "OfferingPlan",
    "Opportunity",
    "Plan",
    "Product",
    "ProductUser",
    "Segment",
    "Subscription",
]
