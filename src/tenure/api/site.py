"""The API put together: its operations, its document, and the shape of whatever goes wrong."""

from importlib import import_module
from typing import Final

from ninja import NinjaAPI

from tenure.api import problems
from tenure.api.operations import ROUTER
from tenure.api.reading import BodyParser

DESCRIPTION: Final = (
    "Everything acts under the permissions of the token's person. Days are local dates; money is in minor units with "
    "its currency; what is unknown is null. Lists come in pages."
)
# In the order of the documentation.
AREAS: Final = (
    "me", "accounts", "contacts", "timeline", "health", "churn", "pulses", "risks", "tasks", "touchpoints", "meetings",
    "messages", "notices", "onboardings", "onboarding_steps", "onboarding_ending", "onboarding_access",
    "onboarding_rule", "plans", "objectives", "stakeholders", "proposals", "value", "checkins", "account_plans",
    "reviews", "review_scheduling", "review_blocks", "review_holding", "journeys", "signals", "scorecards",
    "measures", "library", "labels", "pages", "guides", "kpis", "jobs",
)  # fmt: skip
api = NinjaAPI(title="Tenure", version="1", description=DESCRIPTION, openapi_url=None, parser=BodyParser())
problems.add_handlers(api)
for _name in AREAS:
    import_module(f"tenure.api.{_name}")  # declares its operations
api.add_router("", ROUTER)
