"""Charts as Vega-Lite made in Python: pure functions from plain values to a spec, drawn in the browser or to a file.

A spec says its finding in `description`, uses only the colours named in tokens.css, and stretches to its card.
"""

from tenure.web.charts.bridge import LABELS, bridge, bridge_axis_start
from tenure.web.charts.calibration import calibration
from tenure.web.charts.cohorts import CohortCell, cohort_heat_map
from tenure.web.charts.export import to_png, to_svg
from tenure.web.charts.health import health_history
from tenure.web.charts.journey import journey_flow
from tenure.web.charts.lab import capture_curve, score_histogram
from tenure.web.charts.line import line
from tenure.web.charts.measures import measure_histogram, measure_history
from tenure.web.charts.revenue import mrr_history
from tenure.web.charts.theme import Spec
from tenure.web.charts.usage import features_used, usage

__all__ = [
    "LABELS",
    "CohortCell",
    "Spec",
    "bridge",
    "bridge_axis_start",
    "calibration",
    "capture_curve",
    "cohort_heat_map",
    "features_used",
    "health_history",
    "journey_flow",
    "line",
    "measure_histogram",
    "measure_history",
    "mrr_history",
    "score_histogram",
    "to_png",
    "to_svg",
    "usage",
]
