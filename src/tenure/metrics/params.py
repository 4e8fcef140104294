"""The choices a number may take, with what holds when nobody chooses."""

from dataclasses import dataclass
from typing import Final

from tenure.core.conditions import ConditionError


@dataclass(frozen=True, slots=True)
class Param:
    """A choice: a whole number of at least `least` and at most `most`, or a text, one of `choices` if there are any.

    A `default` of None means that it must be given.
    """

    name: str
    default: str | int | None
    sentence: str
    least: int = 0
    most: int = 3660
    choices: tuple[str, ...] = ()
    kind: str = "number"

    def read(self, value: str | int) -> str | int:
        """The value as its kind, or a sentence why it cannot be."""
        return self._number(value) if self.kind == "number" else self._text(str(value))

    def _number(self, value: str | int) -> int:
        try:
            number = int(value)
        except ValueError:
            raise ConditionError(f"{self.name} must be a whole number, not {value!r}.") from None
        if not self.least <= number <= self.most:
            raise ConditionError(f"{self.name} must be from {self.least} to {self.most}, not {number}.")
        return number

    def _text(self, value: str) -> str:
        if self.choices and value not in self.choices:
            raise ConditionError(f"{self.name} must be one of {', '.join(self.choices)}, not {value!r}.")
        return value


DOWNGRADE_TYPES: Final = ("any", "seats", "tier", "product", "price")

PARAMS: Final[dict[str, Param]] = {
    param.name: param
    for param in (
        Param("longest_pause", 90, "Days a pause may last while the customer still counts as one."),
        Param("offering", None, "The product, feature or service whose uptake is asked.", kind="text"),
        Param("feature", None, "The feature that is asked.", kind="text"),
        Param("downgrade_type", "any", "What fell.", kind="text", choices=DOWNGRADE_TYPES),
        Param("onboarding_days", 90, "Days within which an onboarding should complete."),
        Param("activation_days", 14, "Days within which a signup should reach the activation milestone."),
        Param("activation_grain", "users", "Who signs up.", kind="text", choices=("users", "accounts")),
        Param("percentile", 50, "The share of the cohort, in percent, that took at most this long.", 1, 100),
        Param("value_start", "first_paid", "Day 0.", kind="text", choices=("first_paid", "created")),
        Param("milestone", "first_value", "The milestone that counts as value.", kind="text"),
        Param("within_days", 30, "Days within which the milestone should be reached."),
        Param("adoption_users", 2, "Active users an account needs to count as having adopted the product.", 1, 10**6),
        Param("adoption_days", 30, "Days in which a user must have been active.", 1),
        Param("depth_days", 8, "Distinct days a user must have used the feature.", 1),
        Param("active_days", 30, "Days before the opening in which a user must have been active.", 1),
        Param("gross_margin", 80, "Gross margin in percent.", 0, 100),
    )
}
