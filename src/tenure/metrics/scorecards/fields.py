"""What a scorecard may ask about an account to decide whether it judges it; all of it is known of any past day."""

from typing import Final

from tenure.core.conditions import Field

ATTRIBUTES: Final = ("segment", "region", "country", "industry", "tier", "motion", "channel")
FIELDS: Final = {
    **{name: Field(name, "text", name.capitalize()) for name in ATTRIBUTES},
    "stage": Field("stage", "text", "Stage", ("onboarding", "established")),
}
