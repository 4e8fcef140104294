"""The words of forms: what fields are called, what may be chosen in them, and help where it is needed."""

from collections.abc import Callable, Mapping
from typing import Final

from tenure.library.decks import BLOCKS
from tenure.library.models import Kind
from tenure.library.reading import published_templates

Options = tuple[tuple[str, str], ...]


def _messages() -> Options:
    return ("", "–"), *((key, one.name) for key, one in published_templates().items())


CHOICES: Final[Mapping[tuple[str, str], Callable[[], Options]]] = {
    (Kind.ONBOARDING, "phases.steps.message"): _messages,
    (Kind.DECK, "purpose"): lambda: (("business", "Business reviews"), ("success", "Customer Success Reviews")),
    (Kind.DECK, "blocks.kind"): lambda: tuple(BLOCKS.items()),
}
WIDE: Final = frozenset({"title", "statement", "purpose", "sentence", "condition", "prompt"})
SUGGESTED: Final = {"owner": "roles", "role": "roles", "customer_role": "roles"}
ONE: Final = {"phases": "phase", "steps": "step", "objectives": "objective", "tasks": "task", "blocks": "block"}
LABELS: Final[Mapping[tuple[str, str], str]] = {
    ("", "id"): "Id", ("", "name"): "Name", ("", "sentence"): "In one sentence", ("", "purpose"): "What it is for",
    ("", "condition"): "Only for accounts with", ("", "order"): "Order", ("", "after"): "After",
    ("", "shared"): "The customer sees it", ("", "internal"): "For us alone", ("", "prompt"): "What to add by hand",
    ("", "minutes"): "Minutes", ("", "message"): "Message template", ("", "milestone"): "Milestone reached",
    (Kind.ONBOARDING, "phases.steps.days"): "Working days", (Kind.ONBOARDING, "phases.steps.kind"): "Done with",
    (Kind.ONBOARDING, "phases.steps.owner"): "Who does it", (Kind.ONBOARDING, "first_value"): "First value",
    (Kind.ONBOARDING, "first_value.days"): "Within days", (Kind.ONBOARDING, "first_value.feature"): "Shown by using",
    (Kind.SUCCESS_PLAN, "objectives.measures"): "Measured by", (Kind.SUCCESS_PLAN, "objectives.unit"): "Or counted in",
    (Kind.SUCCESS_PLAN, "objectives.lift"): "Or change in percent",
    (Kind.SUCCESS_PLAN, "objectives.weeks"): "Within weeks",
    (Kind.SUCCESS_PLAN, "objectives.why"): "Why, and how to talk about it",
    (Kind.SUCCESS_PLAN, "objectives.worth"): "What one of it is worth",
    (Kind.SUCCESS_PLAN, "objectives.tasks.week"): "In week", (Kind.SUCCESS_PLAN, "objectives.tasks.side"): "Done by",
    (Kind.DECK, "days"): "Days looked back on", (Kind.DECK, "purpose"): "For",
    (Kind.DECK, "blocks.kind"): "Filled with", (Kind.DECK, "blocks.title"): "Heading",
}  # fmt: skip
HELP: Final[Mapping[tuple[str, str], str]] = {
    (Kind.ONBOARDING, "condition"): "Such as segment = Enterprise and seats >= 50; empty for every account.",
    (Kind.ONBOARDING, "order"): "Of several that fit an account, the one with the lowest is taken.",
    (Kind.ONBOARDING, "phases.steps.condition"): "Empty: for every account that the template is for.",
    (Kind.ONBOARDING, "phases.steps.after"): "Keys of steps, with commas between them.",
    (Kind.ONBOARDING, "phases.steps.key"): "By which other steps wait for it; empty: made from the title.",
    (Kind.ONBOARDING, "phases.steps.owner"): "lead and csm are ours; every other role is a contact's.",
    (Kind.SUCCESS_PLAN, "condition"): "For which accounts it is suggested; empty for all.",
    (Kind.SUCCESS_PLAN, "objectives.measures"): "Ids of measures, with commas between them; the first is taken.",
    (Kind.SUCCESS_PLAN, "objectives.unit"): "Where no measure counts it, such as hours a month.",
    (Kind.SUCCESS_PLAN, "objectives.lift"): "Instead of a target, from where they start; negative to fall.",
    (Kind.DECK, "blocks.title"): "Empty: as what fills it is called.",
}
