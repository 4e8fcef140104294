"""Builds every form of chart with Altair and keeps it: `python -m tenure.web.charts.keep`."""

import json
from collections.abc import Callable
from functools import partial
from typing import Final

from tenure.web.charts import measures
from tenure.web.charts.bridge import built as bridge
from tenure.web.charts.calibration import built as calibration
from tenure.web.charts.cohorts import built as cohorts
from tenure.web.charts.health import built as health_history
from tenure.web.charts.journey import built as journey_flow
from tenure.web.charts.lab import built_capture, built_histogram
from tenure.web.charts.line import built as line
from tenure.web.charts.revenue import built as mrr_history
from tenure.web.charts.theme import AXIS_LABELS, KEPT, Spec
from tenure.web.charts.usage import built as usage

BUILT: Final[dict[str, Callable[[], Spec]]] = {
    "bridge": bridge,
    "calibration": calibration,
    "cohorts": cohorts,
    "capture_curve": built_capture,
    "health_history": health_history,
    "journey_flow": journey_flow,
    "score_histogram": built_histogram,
    "mrr_history": mrr_history,
    "usage": usage,
    **{f"measure_histogram_{kind}": partial(measures.built_histogram, kind) for kind in measures.KINDS},
    **{
        measures.history_name(kind, beside): partial(measures.built_history, kind, beside)
        for kind in measures.KINDS
        for beside in (False, True)
    },
    **{f"line_{kind}": partial(line, kind) for kind in AXIS_LABELS},
}


def text(name: str) -> str:
    return json.dumps(BUILT[name](), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    KEPT.mkdir(exist_ok=True)
    for name in BUILT:
        (KEPT / f"{name}.json").write_text(text(name))
