"""Every page and list of Tenure with the questions that are hard for it at 100,000 accounts: name and address."""

from collections.abc import Iterator
from urllib.parse import urlencode

from tenure.customers.fields import COLUMNS

# Of each kind of column: text of the account, of its owner, money, a ratio, a count, a day, an almost constant one.
_SORTS = ("name", "-segment", "owner", "arr", "-mrr_change", "-usage_trend", "utilisation", "nps", "-renewal",
          "last_contact", "created", "-status", "parent", "-is_test")  # fmt: skip
_FILTERS = {
    "one of few values": 'segment = "Enterprise"',
    "and": 'segment = "Enterprise" and region = "Europe" and arr >= 20000',
    "or": 'segment = "Enterprise" or region = "Europe" or arr >= 20000',
    "not": 'not (status = "customer" and arr >= 1000)',
    "wide": "arr >= 1",
    "of two tables": 'segment = "Enterprise" and utilisation < 40 and renewal <= 2030-01-01',
    "nearly nobody": "arr >= 900000",
    "nobody": 'region = "Atlantis"',
    "contains": 'name contains "oo"',
    "plan": "plan is not empty",
}
# Ratios and sums of revenue, people and moves: each kind of rows in a drawer.
_KPIS = ("nrr", "logo_churn_rate", "customer_upgrade_rate", "customers", "mrr_reactivation")
_PANELS = ("timeline", "usage", "people", "contracts", "stream", "facts", "attributes", "revenue", "usage-panel",
           "features", "users", "mrr-chart", "usage-chart", "features-chart")  # fmt: skip


def addresses() -> Iterator[tuple[str, str]]:
    yield from _lists()
    yield from _accounts()
    yield from _numbers()
    yield from _others()
    yield from _life()
    yield from _programs()


def _lists() -> Iterator[tuple[str, str]]:
    yield "accounts", _to("accounts:list")
    for what, condition in _FILTERS.items():
        yield f"accounts, filter: {what}", _to("accounts:list", where=condition)
    for what, text in (("many found", "a"), ("some found", "moor"), ("nothing found", "xyzzy"), ("two words", "a co")):
        yield f"accounts, search: {what}", _to("accounts:list", q=text)
    for sort in _SORTS:
        yield f"accounts, sort: {sort}", _to("accounts:list", sort=sort)
    for sort in ("-arr", "name", "-usage_trend", "owner", "created"):
        yield f"accounts, page 400, sort: {sort}", _to("accounts:list", sort=sort, page="400")
    for sort in ("-arr", "name", "owner"):
        wide = {"where": _FILTERS["wide"], "sort": sort}
        yield f"accounts, filter: wide, sort: {sort}", _to("accounts:list", **wide)
        yield f"accounts, filter: wide, page 400, sort: {sort}", _to("accounts:list", **wide, page="400")
    yield "accounts, search and filter", _to("accounts:list", q="moor", where=_FILTERS["and"], sort="name")
    yield "accounts, rows alone", _to("accounts:rows", where=_FILTERS["and"])
    yield "accounts, counts of views", _to("accounts:counts")
    for field in ("segment", "industry", "status", "owner", "tag", "plan"):
        yield f"accounts, values of {field}", _to("accounts:filter", field=field)


def _accounts() -> Iterator[tuple[str, str]]:
    for what, key in _chosen().items():
        yield f"account, {what}", _to("account:page", key)
        for panel in _PANELS:
            yield f"account, {what}: {panel}", _to(f"account:{panel}", key)


def _chosen() -> dict[str, str]:
    """Accounts whose pages have the most to show."""
    from django.db.models import Count

    from tenure.customers.models import AccountParent, AccountState

    by_revenue = AccountState.objects.order_by("-mrr_minor").values_list("account_id", flat=True)
    children = (
        AccountParent.objects.values_list("parent_account_id").annotate(children=Count("pk")).order_by("-children")
    )
    inner = AccountParent.objects.filter(account__children__isnull=False).values_list("account_id", flat=True)
    found = {
        "the largest": by_revenue.first(),
        "head of a group": next((key for key, _ in children[:1]), None),
        "inside a group": inner.first(),
    }
    return {what: key for what, key in found.items() if key}


def _numbers() -> Iterator[tuple[str, str]]:
    yield "KPIs", _to("kpis:page")
    yield "KPIs, a year ago by account", _to("kpis:page", as_of=_year_ago(), unit="account")
    for name in ("definitions", "closed", "bridge", "bridge_chart", "cohorts", "cohorts_chart"):
        yield f"KPIs: {name}", _to(f"kpis:{name}")
    for kpi in _KPIS:
        yield f"KPI {kpi}", _to("kpis:kpi", kpi)
        yield f"KPI {kpi}: rows", _to("kpis:rows", kpi)
        yield f"KPI {kpi}: past", _to("kpis:past", kpi)
    for category in ("new", "churn"):
        yield f"movement {category}", _to("kpis:movement", category)
        yield f"movement {category}: rows", _to("kpis:movement_rows", category)


def _year_ago() -> str:
    from tenure.core.periods import back
    from tenure.engine import publication

    return back(publication.current().as_of, "12m").isoformat()


def _others() -> Iterator[tuple[str, str]]:
    yield "data", _to("data:page")
    yield "data, imports", _to("data:imports")
    yield "quarantine", _to("data:quarantine")
    yield "quarantine, one table and kind", _to("data:quarantine", table="accounts", kind="missing")
    yield "quarantine, page 1000", _to("data:quarantine", page="1000")
    yield "jobs", _to("jobs:page")
    yield "jobs, failed", _to("jobs:page", state="failed")
    yield "jobs, quiet ones too, page 1000", _to("jobs:page", quiet="1", page="1000")
    yield "settings", _to("settings")
    yield "me", _to("me")


def _life() -> Iterator[tuple[str, str]]:
    """From the signature to the next review, as `life` made it."""
    yield "my day, the team's", _to("day:page", who="team")
    for state in ("open", "done", "customer"):
        yield f"tasks, everybody's, {state}", _to("tasks:page", whose="all", state=state)
    yield "tasks, everybody's, by priority, page 1000", _to("tasks:page", whose="all", sort="priority", page="1000")
    yield "tasks, board", _to("tasks:board")
    yield "notices", _to("notices:page")
    for state in ("running", "completed"):
        yield f"onboardings, {state}", _to("onboarding:portfolio", state=state)
    yield "onboardings: cohorts", _to("onboarding:cohorts")
    yield "onboardings: ages", _to("onboarding:ages")
    for state in ("coming", "held", "missed"):
        yield f"reviews, {state}, page 100", _to("reviews:page", whose="all", state=state, page="100")
    yield "reviews, calendar", _to("reviews:calendar", whose="all")
    yield "reviews, cadences", _to("reviews:cadences")
    for sort in ("trouble", "due", "moved"):
        yield f"plans, sort: {sort}", _to("plans:page", whose="all", sort=sort)
    yield "plans, closed, page 500", _to("plans:page", whose="all", state="closed", page="500")
    yield "plans, search", _to("plans:page", whose="all", q="moor")
    yield "proposals, decided", _to("plans:proposals", whose="all", state="decided")
    yield "customer value", _to("plans:value", whose="all")
    yield "customer value, all, page 1000", _to("plans:value", whose="all", view="all", page="1000")
    yield "check-ins, a year ago", _to("plans:past", whose="all", whole="1", as_of=_year_ago())
    yield "guides of customers", _to("customer-pages:guides")
    yield "library", _to("library:page")
    yield from _one_customer()


def _one_customer() -> Iterator[tuple[str, str]]:
    """What stands behind one line of these lists."""
    from tenure.customers.models import Contact
    from tenure.onboarding.models import Plan
    from tenure.planning.models import Goal, Review

    if goal := Goal.objects.filter(status="open", plan__closed_on=None).select_related("plan").order_by("pk").first():
        account = goal.plan.account_id
        yield "plan", _to("plans:plan", goal.plan_id)
        yield "objective", _to("plans:objective", goal.pk)
        yield "account plan", _to("plans:account", account)
        yield "customer value of one", _to("plans:value-account", account)
        yield "meetings and messages of one", _to("meetings:of-account", account)
        if contact := Contact.objects.filter(account=account, left_on=None).order_by("pk").first():
            for page in ("home", "goals", "guides"):
                yield f"the customer's page, {page}", _to(f"customer-view:{page}", contact.pk)
            yield "the customer's page, what is new", _to("customer-view:home", contact.pk, part="news")
    if plan := Plan.objects.order_by("pk").first():
        yield "onboarding", _to("onboarding:page", plan.pk)
        yield "onboarding: chart", _to("onboarding:gantt", plan.pk)
    if review := Review.objects.filter(status="scheduled").order_by("pk").first():
        yield "review", _to("reviews:detail", review.pk)


def _to(name: str, *parts: str, **query: str) -> str:
    from django.urls import reverse

    return reverse(name, args=parts) + (f"?{urlencode(query)}" if query else "")


def _programs() -> Iterator[tuple[str, str]]:
    """The API, with a token."""
    yield "API: accounts", _to("api:accounts")
    for what, condition in _FILTERS.items():
        yield f"API: accounts, filter: {what}", _to("api:accounts", filter=condition, sort="-arr")
    yield "API: accounts, page 400", _to("api:accounts", sort="-arr", page="400")
    yield "API: accounts, last page by id", _to("api:accounts", page="2000")
    yield "API: accounts, 500 with every column", _to("api:accounts", per_page="500", columns=",".join(COLUMNS))
    yield "API: risks", _to("api:risks")
    yield "API: tasks", _to("api:tasks")
    yield "API: labels", _to("api:labels")
    yield "API: numbers", _to("api:kpis")
    for kpi in _KPIS:
        yield f"API: {kpi}", _to("api:kpi", kpi)
