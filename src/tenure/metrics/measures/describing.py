"""A formula in plain words: what people read of a measure's definition, on pages and in the terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tenure.metrics.measures.kinds import Change, Distinct, Formula, Latest, Level, Ratio, Recency, Rows, Share, Sum


@dataclass(frozen=True, slots=True)
class KindWords:
    """`label` for lists and choices, `sentence` for what it does, `unknown` for when there is no value."""

    label: str
    sentence: str
    unknown: str


_BEFORE: Final = "the source had no row at all yet"
KINDS: Final[Mapping[str, KindWords]] = {
    "level": KindWords("Level", "What is in force on the day, counted or added up.", _BEFORE),
    "sum": KindWords("Sum in a window", "Rows that happened in the window, counted or added up.", _BEFORE),
    "distinct": KindWords("Distinct in a window", "How many different things occur in the window.", _BEFORE),
    "recency": KindWords("Recency", "Days since the last row, or until the next one that is not settled.",
                         "there is no such row"),
    "latest": KindWords("Latest answer", "The amount of the last row; it counts less as it gets older.",
                        "the last row is older than it takes to fade out"),
    "share": KindWords("Share of the entitled", "Features in use, of those the account is entitled to.",
                       "it is entitled to none"),
    "ratio": KindWords("Ratio", "One formula divided by another.", "either is unknown, or the divisor is 0"),
    "change": KindWords("Change", "A formula against the same one some days before.",
                        "either is unknown, or it was 0 before"),
}  # fmt: skip
UNITS: Final[Mapping[str, str]] = {
    "people": "people", "features": "features", "count": "a count", "ratio": "percent", "days": "days",
    "score": "a score", "hours": "hours",
}  # fmt: skip


def sentence(formula: Formula) -> str:
    """The whole formula in one sentence without its full stop."""
    match formula:
        case Ratio():
            return f"{sentence(formula.over)}, divided by {sentence(formula.under)}"
        case Change():
            how = "relative change" if formula.relative else "change"
            return f"{how} against {days(formula.days)} before of: {sentence(formula.of)}"
        case Share():
            return f"features used in the {window(formula.days)}, of those the account is entitled to"
    return _of_rows(formula) + (f" where {formula.where}" if formula.where else "")


def _of_rows(formula: Level | Sum | Distinct | Recency | Latest) -> str:
    match formula:
        case Level():
            return f"{_amount(formula, formula.amount)} in force on the day"
        case Sum():
            return f"{_amount(formula, formula.amount)} in the {window(formula.days)}"
        case Distinct():
            return f"different {thing(formula.count)} in {_label(formula)} in the {window(formula.days)}"
        case Recency():
            return f"days {'until the next' if formula.ahead else 'since the last'} of {_label(formula)}"
        case Latest():
            return f"{thing(formula.amount)} of the latest of {_label(formula)}"


def facts(formula: Formula) -> Iterator[tuple[str, str]]:
    """Name and text of each part of a formula that is not made of others."""
    if isinstance(formula, Rows):
        yield "Reads", f"{formula.source.label} ({formula.of})"
        yield "Only where", formula.where or "no filter: every row"
    match formula:
        case Level() | Sum():
            yield "Value", _value(formula.amount)
        case Distinct():
            yield "Value", f"how many different {thing(formula.count)}"
        case Latest():
            yield "Value", f"{thing(formula.amount)} of the last row; of several on one day, their mean"
            yield "Fades out", f"over {days(formula.fade)}: its coverage falls from 100% to 0%"
        case Recency():
            yield "Value", "days until the next row that is not settled" if formula.ahead else "days since the last row"
    if isinstance(formula, Sum | Distinct | Share):
        yield "Window", f"the {window(formula.days)}, the day itself included"
    elif isinstance(formula, Change):
        yield "Against", f"the same {days(formula.days)} before{', relative to it' if formula.relative else ''}"
    yield "Unknown when", KINDS[formula.kind].unknown


def parts(formula: Formula) -> tuple[tuple[str, Formula], ...]:
    """The formulas it is made of, each with its part in it."""
    if isinstance(formula, Ratio):
        return ("Divides", formula.over), ("By", formula.under)
    return (("Of", formula.of),) if isinstance(formula, Change) else ()


def days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def window(number: int) -> str:
    return "day" if number == 1 else f"last {number} days"


def thing(column: str) -> str:
    """A column as a word: user_id is "users"."""
    return _THINGS.get(column, column.replace("_", " "))


_THINGS: Final = {
    "user_id": "users", "contact_id": "contacts", "product_id": "products", "plan_id": "plans", "feature": "features",
    "day": "days", "milestone": "milestones", "delta": "seats", "delta_minor": "MRR in minor units",
    "mrr_minor": "MRR in minor units", "answer_hours": "hours to a first answer",
}  # fmt: skip


def _value(amount: str) -> str:
    return f"{thing(amount)}, added up" if amount else "how many rows"


def _amount(rows: Rows, amount: str) -> str:
    return f"{thing(amount)} over {_label(rows)}" if amount else f"number of {_label(rows)}"


def _label(rows: Rows) -> str:
    label = rows.source.label
    return label if label[:3].isupper() else label[0].lower() + label[1:]
