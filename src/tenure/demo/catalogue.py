"""What the simulated company, Fernwell, sells: a work management product in three plans, with three add-ons."""

from dataclasses import dataclass

WORKSPACE = "workspace"


@dataclass(frozen=True)
class PlanSold:
    id: str
    product: str
    name: str
    rank: int
    seat_price_minor: int  # a month, list price, monthly term
    features: tuple[str, ...]


_ESSENTIALS = (
    "boards", "tasks", "comments", "docs", "search", "notifications", "calendar", "mobile_app", "templates",
    "file_sharing",
)  # fmt: skip
_PROFESSIONAL = (
    *_ESSENTIALS, "timeline", "forms", "approvals", "time_tracking", "guest_access", "integrations", "ai_summaries",
)  # fmt: skip
_ENTERPRISE = (*_PROFESSIONAL, "portfolio", "workload", "audit_log", "single_sign_on")

PLANS = (
    PlanSold("workspace-essentials", WORKSPACE, "Essentials", 1, 1900, _ESSENTIALS),
    PlanSold("workspace-professional", WORKSPACE, "Professional", 2, 3600, _PROFESSIONAL),
    PlanSold("workspace-enterprise", WORKSPACE, "Enterprise", 3, 5900, _ENTERPRISE),
)
ADD_ONS = (
    PlanSold("insights-standard", "insights", "Insights", 1, 900, ("dashboards", "custom_reports")),
    PlanSold("automate-standard", "automate", "Automate", 1, 1100, ("automations", "webhooks")),
    PlanSold("guard-standard", "guard", "Guard", 1, 700, ("data_retention",)),
)
PRODUCT_NAMES = {
    WORKSPACE: "Fernwell Workspace",
    "insights": "Fernwell Insights",
    "automate": "Fernwell Automate",
    "guard": "Fernwell Guard",
}
FEATURES = (*_ENTERPRISE, *(feature for plan in ADD_ONS for feature in plan.features))
CORE = len(_ESSENTIALS)  # FEATURES[:CORE] are used from the first day; the others are taken up in time, or never
PAGE_VIEW = "page_viewed"  # not a core event: the demo's settings leave it out of activity
EVENTS = (
    "board_updated", "task_completed", "comment_posted", "doc_edited", "search_done", "notification_opened",
    "calendar_opened", "mobile_session", "template_used", "file_shared", "timeline_edited", "form_submitted",
    "approval_given", "time_logged", "guest_invited", "integration_synced", "summary_made", "portfolio_reviewed",
    "workload_balanced", "audit_log_read", "sso_sign_in", "dashboard_viewed", "report_built", "automation_ran",
    "webhook_sent", "retention_rule_set",
)  # fmt: skip
# How much of an average working day goes to each feature, in the order of FEATURES.
POPULARITY = (20, 26, 13, 11, 6, 6, 4, 5, 2, 4, 6, 4, 4, 5, 2, 3, 5, 4, 3, 1, 2, 6, 3, 5, 2, 1)
# How many of the accounts that have it ever take a feature up, and over how many days on average.
TAKE_UP = {
    "timeline": (0.85, 60), "forms": (0.6, 200), "approvals": (0.55, 260), "time_tracking": (0.5, 220),
    "guest_access": (0.6, 180), "integrations": (0.65, 150), "ai_summaries": (0.75, 380), "portfolio": (0.7, 190),
    "workload": (0.55, 280), "audit_log": (0.5, 200), "single_sign_on": (0.75, 60), "dashboards": (0.95, 25),
    "custom_reports": (0.7, 90), "automations": (0.92, 30), "webhooks": (0.45, 120), "data_retention": (0.8, 40),
}  # fmt: skip
AI_LAUNCHED_DAYS_AGO = 330


@dataclass(frozen=True)
class OfferingSold:
    id: str
    name: str
    feature: str
    plans: tuple[str, ...]
    min_events: int = 3
    min_users: int = 2


OFFERINGS = (
    OfferingSold("ai-summaries", "AI summaries", "ai_summaries", (PLANS[1].id, PLANS[2].id)),
    OfferingSold("approvals", "Approvals", "approvals", (PLANS[1].id, PLANS[2].id)),
    OfferingSold("workload", "Workload planning", "workload", (PLANS[2].id,)),
    OfferingSold("insights", "Insights dashboards", "dashboards", tuple(plan.id for plan in PLANS)),
    OfferingSold("automate", "Automations", "automations", tuple(plan.id for plan in PLANS)),
)


def plan(rank: int) -> PlanSold:
    return PLANS[rank - 1]
