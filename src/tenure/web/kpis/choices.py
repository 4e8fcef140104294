"""The choices that a number takes, as a form offers them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tenure.customers.models import Entitlement, Offering
from tenure.engine.choices import of_company
from tenure.metrics import Kpi
from tenure.metrics.params import Param
from tenure.web.kpis.question import CHOICE

_MOST: Final = 200
LABELS: Final[dict[str, str]] = {
    "longest_pause": "Longest pause, days",
    "offering": "Offering",
    "feature": "Feature",
    "downgrade_type": "What fell",
    "onboarding_days": "Within days",
    "activation_days": "Within days",
    "activation_grain": "Who signs up",
    "percentile": "Percentile",
    "value_start": "Day 0",
    "milestone": "Milestone",
    "within_days": "Within days",
    "adoption_users": "Active users",
    "adoption_days": "Within days",
    "depth_days": "Distinct days",
    "active_days": "Active within days",
    "gross_margin": "Gross margin, %",
}


@dataclass(frozen=True, slots=True)
class Choice:
    param: Param
    value: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def field(self) -> str:
        return CHOICE + self.param.name

    @property
    def label(self) -> str:
        return label(self.param.name)

    @property
    def is_number(self) -> bool:
        return self.param.kind == "number"


def label(name: str) -> str:
    return LABELS.get(name) or name.replace("_", " ").capitalize()


def completed(kpi: Kpi, given: Mapping[str, str]) -> dict[str, str | int]:
    """What was chosen of what the number takes; a choice that must be made and was not is the first there is."""
    chosen: dict[str, str | int] = {param.name: given[param.name] for param in kpi.params if param.name in given}
    for param in kpi.params:
        if param.default is None and param.name not in chosen:
            known = _known(param)
            if known:
                chosen[param.name] = known[0][0]
    return chosen


def offered(kpi: Kpi, chosen: Mapping[str, str | int]) -> list[Choice]:
    usual = of_company(*kpi.takes)
    return [
        Choice(param, str(chosen.get(param.name, usual.get(param.name, param.default or ""))), _options(param))
        for param in kpi.params
    ]


def _options(param: Param) -> tuple[tuple[str, str], ...]:
    if param.choices:
        return tuple((choice, choice.replace("_", " ").capitalize()) for choice in param.choices)
    return _known(param)


def _known(param: Param) -> tuple[tuple[str, str], ...]:
    if param.name == "offering":
        return tuple(Offering.objects.order_by("name", "pk").values_list("pk", "name")[:_MOST])
    if param.name == "feature":
        features = Entitlement.objects.order_by("feature").values_list("feature", flat=True).distinct()[:_MOST]
        return tuple((feature, feature) for feature in features)
    return ()
