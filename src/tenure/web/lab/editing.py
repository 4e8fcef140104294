"""A scorecard's form: weights and curves as fields, read back into its declaration."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tenure.metrics.measures import Measure
from tenure.metrics.scorecards import BadScorecard, Scorecard

_WIDE, _HIGH = 48, 30


@dataclass(frozen=True, slots=True)
class Row:
    """An input as the form shows it; `share` is its weight in the whole, in percent."""

    measure: Measure
    weight: str
    curve: str
    share: float
    picture: SafeString
    was: str = ""


def rows(
    card: Scorecard, known: Mapping[str, Measure], before: Scorecard | None, typed: Mapping[str, Any]
) -> list[tuple[str, str, list[Row]]]:
    """Groups with their weights and inputs; `was` is the weight of the version in force where it is another.

    `typed` is a form that was refused: its fields are shown as they were typed.
    """
    shares = {one.measure: 100 * share for one, share in card.weighted()}
    old = {one.measure: 100 * share for one, share in before.weighted()} if before else shares
    return [
        (group.name, typed.get(f"group-{number}", _text(group.weight)), [
            Row(known[one.measure], typed.get(f"weight-{one.measure}", _text(one.weight)),
                typed.get(f"curve-{one.measure}", curve_text(one.curve)), shares[one.measure],
                picture(one.curve), _was(old.get(one.measure), shares[one.measure]))
            for one in group.inputs
        ])
        for number, group in enumerate(card.groups)
    ]  # fmt: skip


def _was(old: float | None, now: float) -> str:
    if old is None:
        return "new"
    return f"was {old:.0f}%" if round(old) != round(now) else ""


def changed(body: Mapping[str, Any], given: QueryDict) -> dict[str, Any]:
    """The body with what the form says; raises BadScorecard with sentences about what cannot be read."""
    made, problems = deepcopy(dict(body)), []
    for number, group in enumerate(made["groups"]):
        for holder, name, field in (
            (group, "weight", f"group-{number}"),
            *((one, "weight", f"weight-{one['measure']}") for one in group["inputs"]),
            *((one, "curve", f"curve-{one['measure']}") for one in group["inputs"]),
        ):
            if field not in given:
                continue
            said = str(given[field])
            try:
                holder[name] = read_curve(said) if name == "curve" else float(said.replace(",", "."))
            except ValueError:
                problems.append(f"{field.partition('-')[2]}, {name}: {said!r} cannot be read.")
    if problems:
        raise BadScorecard("\n".join(problems))
    return made


def read_curve(text: str) -> list[list[float]]:
    """Pairs of value and level, such as `0 → 10, 0.5 → 100`; `:` does as well as the arrow."""
    pairs = [pair.replace("→", ":").split(":") for pair in text.replace("\u2212", "-").split(",") if pair.strip()]
    return [[float(value), float(level)] for value, level in pairs]


def curve_text(curve: tuple[tuple[float, float], ...]) -> str:
    return ", ".join(f"{_text(value)} → {_text(level)}" for value, level in curve)


def picture(curve: tuple[tuple[float, float], ...]) -> SafeString:
    """The curve as a thumbnail."""
    low, high = curve[0][0], curve[-1][0]
    points = [
        (2 + (_WIDE - 4) * (value - low) / (high - low), _HIGH - 4 - (_HIGH - 8) * level / 100)
        for value, level in curve
    ]
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return format_html(
        '<svg class="tn-curve" viewBox="0 0 48 30" aria-hidden="true"><path class="tn-curve-a" d="M{0}V29H2Z"/>'
        '<path d="M{0}"/></svg>',
        line,
    )


def _text(number: float) -> str:
    return f"{number:g}"
