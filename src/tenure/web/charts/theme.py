"""What every chart has in common: type, axes, colours by name, and how values get into a spec.

Altair takes seconds to import, so each form of chart is built once, checked, and kept in `kept/` as Vega-Lite; a
request only fills in values. A form that is not kept is built when it is first asked for. The tests build every form
again and compare. Numbers that a form needs are Vega parameters.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

Spec = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]

KEPT: Final = Path(__file__).parent / "kept"
_FONT: Final = "Inter Variable, Inter, system-ui, sans-serif"
CONFIG: Final[Spec] = {
    "background": "transparent",
    "font": _FONT,
    "view": {"stroke": None},
    # The picture as a whole has a label that states its finding; its hundred marks would only be noise.
    "mark": {"aria": False},
    "axis": {
        "aria": False,
        "labelColor": "var(--c-muted)",
        "titleColor": "var(--c-muted)",
        "gridColor": "var(--c-grid)",
        "domain": False,
        "ticks": False,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": 500,
        "labelPadding": 6,
        "titlePadding": 8,
        "gridDash": [2, 3],
    },
    "legend": {"labelColor": "var(--c-fg)", "titleColor": "var(--c-muted)", "labelFontSize": 11, "titleFontSize": 11},
    "text": {"color": "var(--c-fg)", "font": _FONT, "fontSize": 11},
    "bar": {"cornerRadius": 2},
    "rule": {"color": "var(--c-grid)"},
}
# Axis labels of each unit; `sign` is the parameter with the sign of the currency.
_SHORT: Final = "replace(format(abs(datum.value), '~s'), 'G', 'B')"
AXIS_LABELS: Final[Mapping[str, str]] = {
    "money": f"(datum.value < 0 ? '−' : '') + sign + {_SHORT}",
    "ratio": "format(datum.value, '.3~p')",
    "number": f"(datum.value < 0 ? '−' : '') + {_SHORT}",
}


def form(name: str, build: Callable[[], Spec]) -> Spec:
    """The kept form of this name, or what `build` makes of it with Altair."""
    kept = KEPT / f"{name}.json"
    spec: Spec = json.loads(kept.read_text()) if kept.exists() else build()
    return spec


def template(chart: Any, height: int, params: Mapping[str, Any]) -> Spec:
    """The spec of an Altair chart without its values; `params` gives each parameter its first value."""
    spec: Spec = chart.properties(width="container", height=height).to_dict()
    return spec | {
        "config": CONFIG,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 2, "right": 8, "top": 8, "bottom": 2},
        "params": [{"name": name, "value": value} for name, value in params.items()],
    }


def filled(form: Spec, description: str, data: Mapping[str, Rows], height: int = 0, **params: Any) -> Spec:
    """A template with the values of one chart."""
    known = [{"name": p["name"], "value": params.get(p["name"], p["value"])} for p in form["params"]]
    values = {name: [dict(row) for row in rows] for name, rows in data.items()}
    shown = {"description": description, "datasets": values, "params": known}
    return form | shown | _layers(form, values) | ({"height": height} if height else {})


def _layers(form: Spec, values: Mapping[str, Sequence[Any]]) -> Spec:
    """Layers that have something to draw: a scale over nothing is complained about in the browser."""
    drawn = [one for one in form.get("layer", ()) if values.get(one.get("data", {}).get("name", ""), one)]
    return {"layer": drawn} if drawn else {}


def time_axis(alt: Any, field: str = "day") -> Any:
    """Days along the bottom: a month by its name, January by its year, other days in full.

    Over a few days Vega marks hours too; only midnights are named, so that no day stands there twice.
    """
    month = "timeFormat(datum.value, '%m') == '01' ? timeFormat(datum.value, '%Y') : timeFormat(datum.value, '%b')"
    named = f"timeFormat(datum.value, '%d') == '01' ? ({month}) : timeFormat(datum.value, '%-d %b')"
    labels = f"hours(datum.value) + minutes(datum.value) > 0 ? '' : ({named})"
    count = alt.expr("max(3, min(12, floor(width / 60)))")
    # Vega takes the count as a wish: some labels may have to give way.
    axis = alt.Axis(
        grid=False, labelExpr=labels, labelOverlap="greedy", labelSeparation=12, tickCount=count, labelFlush=True
    )
    return alt.X(f"{field}:T", title=None, axis=axis)


def iso(day: date) -> str:
    # With a time, or browsers read the day as UTC and show the day before to the west of Greenwich.
    return f"{day.isoformat()}T00:00:00"
