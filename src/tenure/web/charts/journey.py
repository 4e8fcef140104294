"""The flow between stages: everybody of a first day (left) by where they are on the last (right)."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from tenure.web.charts.theme import Spec, filled, form, template

# A ribbon: place then, place now (below 0: left the journey), accounts; stayed, on, back or lost; what lists them.
Ribbon = tuple[int, int, int, str, str]
_COLOURS: Final = ("s2", "s1", "s3", "s5", "s4", "s6")
_LOST: Final = "neutral"
_STEPS: Final = 20
_LABEL: Final = 16  # letters
_APART: Final = 0.05  # of the whole height; a node takes at least as much, so that labels do not overlap


def journey_flow(ribbons: Sequence[Ribbon], names: Sequence[str], *, height: int = 390) -> Spec:
    total = sum(accounts for _, _, accounts, *_ in ribbons)
    start = _nodes([(a, n) for a, _, n, *_ in ribbons], len(names), total)
    end = _nodes([(b, n) for _, b, n, *_ in ribbons], len(names), total)
    kinds = {kind: sum(n for *_, n, said, _ in ribbons if said == kind) for kind in ("on", "back", "lost")}
    finding = (f"Of {total:,} accounts {kinds['on']:,} went on, {kinds['back']:,} fell back and "
               f"{kinds['lost']:,} left.")  # fmt: skip
    left, right = _shown(start, names, 0), _shown(end, names, 1)
    data = {
        "ribbons": list(_drawn(ribbons, names, start, end)),
        "nodes": [*left, *right],
        "starts": left,
        "ends": right,
    }
    return filled(_form(), finding, data, height)


def _order(place: int, count: int) -> int:
    """Who left stands below all stages."""
    return count if place < 0 else place


Node = tuple[float, float]  # from where to where it reaches


def _nodes(accounts: Sequence[tuple[int, int]], count: int, total: int) -> dict[int, Node]:
    """`accounts` are places with so many each, a place as often as it likes."""
    sizes: dict[int, int] = {}
    for place, n in accounts:
        sizes[place] = sizes.get(place, 0) + n
    found, at = {}, 0.0
    for place in sorted(sizes, key=lambda place: _order(place, count)):
        room = max(sizes[place], _APART * total)
        middle = at + room / 2
        found[place] = (middle - sizes[place] / 2, middle + sizes[place] / 2)
        at += room + _APART * total
    return found


def _shown(nodes: dict[int, Node], names: Sequence[str], side: int) -> list[dict[str, Any]]:
    width = 0.014
    return [
        {"x": -width if side == 0 else 1, "x2": 0 if side == 0 else 1 + width, "y": low, "y2": high,
         "middle": (low + high) / 2, "colour": _colour(place),
         "label": f"{_short(_name(place, names))}  {high - low:,.0f}"}
        for place, (low, high) in nodes.items()
    ]  # fmt: skip


def _name(place: int, names: Sequence[str]) -> str:
    return "Left" if place < 0 else names[place]


def _short(name: str) -> str:
    return name if len(name) <= _LABEL else f"{name[: _LABEL - 1].rstrip()}…"


def _colour(place: int) -> str:
    return _LOST if place < 0 else _COLOURS[place % len(_COLOURS)]


def _drawn(
    ribbons: Sequence[Ribbon], names: Sequence[str], start: dict[int, Node], end: dict[int, Node]
) -> Iterator[dict[str, Any]]:
    """Points along each ribbon, which leaves its nodes in the order of the other side."""
    left, right = ({place: low for place, (low, _) in nodes.items()} for nodes in (start, end))
    for a, b, accounts, kind, href in sorted(ribbons, key=lambda one: (one[0], _order(one[1], len(names)))):
        for step in range(_STEPS + 1):
            x = step / _STEPS
            y = left[a] + (right[b] - left[a]) * x * x * (3 - 2 * x)
            yield {"x": x, "y": y, "y2": y + accounts, "link": f"{_name(a, names)} to {_name(b, names)}",
                   "accounts": accounts, "kind": kind, "colour": _colour(a), "href": href}  # fmt: skip
        left[a], right[b] = left[a] + accounts, right[b] + accounts


@cache
def _form() -> Spec:
    return form("journey_flow", built)


def built() -> Spec:
    import altair as alt

    ribbons, nodes = alt.Chart(alt.NamedData("ribbons")), alt.Chart(alt.NamedData("nodes"))
    # Room for the labels on both sides, which on a phone is more of the width.
    room = "max(0.12, 100 / width)"
    across = alt.Scale(domain=[alt.expr(f"-{room}"), alt.expr(f"1 + {room}")], nice=False)
    x = alt.X("x:Q", axis=None, scale=across)
    down = alt.Scale(reverse=True, nice=False, zero=True)
    y = alt.Y("y:Q", axis=None, scale=down)
    middle = alt.Y("middle:Q", axis=None, scale=down)
    colours = [*_COLOURS, _LOST]
    scale = alt.Scale(domain=colours, range=[f"var(--c-{name})" for name in colours])
    colour = alt.Color("colour:N", scale=scale, legend=None)
    kinds = alt.Scale(domain=["stayed", "on", "back", "lost"], range=[0.26, 0.34, 0.52, 0.62])
    tooltip = [alt.Tooltip("link:N", title="Moved"), alt.Tooltip("accounts:Q", title="Accounts", format=",")]
    layers = [
        ribbons.mark_area(cursor="pointer").encode(
            x=x, y=y, y2="y2:Q", detail="link:N", color=colour,
            opacity=alt.Opacity("kind:O", scale=kinds, legend=None), tooltip=tooltip),
        nodes.mark_rect().encode(x=x, x2="x2:Q", y=y, y2="y2:Q", color=colour),
        alt.Chart(alt.NamedData("starts")).mark_text(align="right", dx=-7, fontWeight=600).encode(
            x=x, y=middle, text="label:N"),
        alt.Chart(alt.NamedData("ends")).mark_text(align="left", dx=7, fontWeight=600).encode(
            x=alt.X("x2:Q", axis=None, scale=across), y=middle, text="label:N"),
    ]  # fmt: skip
    return template(alt.layer(*layers), 390, {})
