"""Every chart, told once: it validates, follows the theme, states its finding and becomes a file."""

import json
import re
import subprocess
import sys
from datetime import date, timedelta

import altair
import pytest

from tenure.engine.account import MrrChange
from tenure.web.charts import (
    CohortCell,
    Spec,
    bridge,
    bridge_axis_start,
    cohort_heat_map,
    features_used,
    journey_flow,
    line,
    measure_histogram,
    measure_history,
    mrr_history,
    to_png,
    to_svg,
    usage,
)
from tenure.web.charts.colours import light_theme, without_variables
from tenure.web.charts.keep import BUILT, text
from tenure.web.charts.theme import KEPT

START = date(2025, 1, 31)
MOVEMENTS = [("new", 9_000), ("resume", 0), ("expansion", 41_100), ("contraction", -16_300), ("pause", -4_000),
             ("churn", -23_500), ("fx", -1_750)]  # fmt: skip
MONTHS = [START + timedelta(days=30 * month) for month in range(8)]
CELLS = [CohortCell("Q1 2025", 0, 1.0), CohortCell("Q1 2025", 3, 0.949), CohortCell("Q1 2025", 6, None),
         CohortCell("Q2 2025", 0, 1.0), CohortCell("Q2 2025", 3, 1.2, "$12k of $10k", "/kpis/?cohort=q2")]  # fmt: skip
CHANGES = [MrrChange(START, "new", 120_000, 120_000), MrrChange(MONTHS[4], "contraction", -20_000, 100_000)]
WEEKS = [{"day": "2025-01-31T00:00:00", "date": "31 Jan 2025", "lower": 0.1, "median": middle, "upper": 0.9,
          "shown": "50%", "half": "10% and 90%", "known": "3 of 4"} for middle in (None, 0.5)]  # fmt: skip

CHARTS: dict[str, Spec] = {
    "bridge": bridge(224_500, MOVEMENTS, 229_050, "USD", lambda category: f"/kpis/movements/{category}/"),
    "bridge of nothing": bridge(0, [], 0, "JPY"),
    "cohorts": cohort_heat_map(CELLS),
    "no cohorts": cohort_heat_map([]),
    "line": line([(day, None if day == MONTHS[3] else 0.98) for day in MONTHS], target=1.05, label="NRR"),
    "line of money": line([(day, 1_234_500) for day in MONTHS], unit="money", currency="EUR", label="MRR"),
    "line of an unknown unit": line([(START, 12.5)], unit="days", label="Time to first value"),
    "empty line": line([]),
    "mrr history": mrr_history([(START, 120_000), (MONTHS[4], 100_000)], CHANGES, MONTHS[-1], "USD"),
    "never paid": mrr_history([], [], START, "USD"),
    "usage": usage([(day, 31 - index) for index, day in enumerate(MONTHS)], 40),
    "usage of nobody": usage([], None),
    "measure histogram": measure_histogram(
        [{"low": 0, "high": 5, "accounts": 3, "range": "0 to under 5"}],
        {"value": 2, "shown": "median 2"},
        "number",
        "Known for 3 of 4 accounts.",
    ),
    "measure history": measure_history(WEEKS, [], "ratio", "The median rose."),
    "measure history with an account": measure_history(
        WEEKS,
        [
            {
                "day": "2025-01-31T00:00:00",
                "date": "31 Jan 2025",
                "value": 0.5,
                "shown": "50%",
                "name": "Kestrel",
                "text": "Kestrel 50%",
            }
        ],
        "ratio",
        "The median rose.",
    ),
    "journey": journey_flow(
        [(0, 0, 5, "stayed", "/a"), (0, 1, 3, "on", "/b"), (1, 0, 1, "back", "/c"), (1, -1, 2, "lost", "/d")],
        ["Onboarding", "A stage with a very long name"],
    ),
    "journey of nobody": journey_flow([], ["Onboarding", "Value"]),
    "features": features_used([(day, 5) for day in MONTHS], 8),
}


@pytest.mark.parametrize("name", BUILT)
def test_the_kept_form_is_the_one_altair_makes(name: str) -> None:
    assert (KEPT / f"{name}.json").read_text() == text(name), "run python -m tenure.web.charts.keep"


def test_no_form_is_kept_that_nothing_uses() -> None:
    assert {path.stem for path in KEPT.iterdir()} == set(BUILT)


def test_drawing_a_chart_does_not_wait_for_altair() -> None:
    script = (
        "import sys; from datetime import date; from tenure.web import charts; "
        "charts.bridge(1, [('new', 1)], 2, 'USD'); charts.cohort_heat_map([]); charts.usage([]); "
        "charts.mrr_history([], [], date(2026, 1, 1), 'USD'); "
        "[charts.line([], unit=unit) for unit in ('ratio', 'money', 'x')]; "
        "sys.exit('altair' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.fixture(params=CHARTS, scope="module")
def spec(request: pytest.FixtureRequest) -> Spec:
    return CHARTS[request.param]


def test_a_spec_is_valid_vega_lite(spec: Spec) -> None:
    altair.LayerChart.from_dict(spec, validate=True)


def test_its_only_colours_are_those_of_the_style_sheet(spec: Spec) -> None:
    text = json.dumps({key: value for key, value in spec.items() if key != "datasets"})
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl", text)
    assert set(re.findall(r"var\((--[a-z0-9-]+)\)", text)) <= set(light_theme())
    assert '"scheme"' not in text


def test_it_stretches_to_its_card_and_says_what_it_shows(spec: Spec) -> None:
    assert spec["width"] == "container"
    assert spec["height"] >= 100
    assert spec["description"].endswith(".")


def test_it_needs_no_address_for_its_values(spec: Spec) -> None:
    assert '"url"' not in json.dumps(spec)


def test_it_becomes_an_svg_without_variables(spec: Spec) -> None:
    svg = to_svg(spec, width=400)
    assert svg.startswith("<svg")
    assert "var(" not in svg


def test_over_two_days_each_is_named_once() -> None:
    svg = to_svg(line([(START + timedelta(days=2 * number), number) for number in range(2)]), width=800)
    for named in ("31 Jan", "2 Feb"):
        assert svg.count(f">{named}<") == 1, named


def test_it_becomes_a_png() -> None:
    assert to_png(CHARTS["bridge"], width=400, scale=1).startswith(b"\x89PNG")


def test_a_colour_no_style_sheet_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        without_variables("var(--c-pink)")


class TestBridge:
    def bars(self) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = CHARTS["bridge"]["datasets"]["bars"]
        return rows

    def test_it_walks_from_opening_to_closing(self) -> None:
        walk = [(row["category"], row["start"], row["end"]) for row in self.bars()]
        assert walk == [
            ("opening", 0.0, 2245.0),
            ("new", 2245.0, 2335.0),
            ("expansion", 2335.0, 2746.0),
            ("contraction", 2746.0, 2583.0),
            ("pause", 2583.0, 2543.0),
            ("churn", 2543.0, 2308.0),
            ("fx", 2308.0, 2290.5),
            ("closing", 0.0, 2290.5),
        ]

    def test_every_movement_leads_to_its_accounts(self) -> None:
        links = {str(row["category"]): row["href"] for row in self.bars()}
        assert links["churn"] == "/kpis/movements/churn/"
        assert links["opening"] == ""

    def test_it_states_the_finding(self) -> None:
        assert CHARTS["bridge"]["description"].startswith("MRR went from $2.25k to $2.29k: new +$90, expansion +$411")

    @pytest.mark.parametrize(
        ("opening", "movements", "closing", "start"),
        [
            (224_500, MOVEMENTS, 229_050, 0),
            (484_000_000, [("new", 21_000_000), ("churn", -10_000_000)], 495_000_000, 460_000_000),
            (0, [], 0, 0),
            (100, [("churn", -300)], -200, -200),
        ],
    )
    def test_the_axis_is_cut_only_where_movements_would_be_slivers(
        self, opening: int, movements: list[tuple[str, int]], closing: int, start: int
    ) -> None:
        assert bridge_axis_start(opening, movements, closing) == start


def test_a_cell_has_the_colour_of_the_percent_it_reads() -> None:
    cells = CHARTS["cohorts"]["datasets"]["cells"]
    assert [(cell["text"], cell["step"]) for cell in cells] == [
        ("100", 4), ("95", 3), ("–", 0), ("100", 4), ("120", 5),
    ]  # fmt: skip
    assert cells[-1]["href"] == "/kpis/?cohort=q2"
    assert "highest 120% for Q2 2025 at 3, lowest 95% for Q1 2025 at 3" in CHARTS["cohorts"]["description"]


def test_an_unknown_value_is_a_gap_and_not_a_zero() -> None:
    assert CHARTS["line"]["datasets"]["points"][3]["value"] is None
    assert CHARTS["line"]["description"] == "NRR stayed at 98.0% from 31 Jan 2025 to 29 Aug 2025."


def test_layers_with_nothing_to_draw_are_left_out(spec: Spec) -> None:
    """A scale over nothing is complained about in the console of the browser."""
    if any(spec["datasets"].values()):
        assert all(spec["datasets"].get(layer.get("data", {}).get("name", ""), [0]) for layer in spec.get("layer", ()))


def test_a_line_without_a_known_value_draws_nothing() -> None:
    unknown = line([(day, None) for day in MONTHS], target=1.05, label="NRR")
    assert not any(unknown["datasets"].values())
    assert unknown["description"] == "NRR: nothing known yet."


def test_the_last_step_is_drawn_on_to_the_day_that_is_shown() -> None:
    steps = CHARTS["mrr history"]["datasets"]["steps"]
    assert [step["mrr"] for step in steps] == [1200.0, 1000.0, 1000.0]
    assert steps[-1]["day"].startswith(MONTHS[-1].isoformat())
    assert CHARTS["mrr history"]["datasets"]["changes"][1]["text"] == "−$200"


def test_money_without_cents_is_not_divided() -> None:
    assert mrr_history([(START, 5000)], [], START, "JPY")["datasets"]["steps"][0]["mrr"] == 5000


def test_a_level_far_above_the_line_is_said_and_not_drawn() -> None:
    far = usage([(START, 9)], 140)
    assert far["datasets"]["level"] == []
    assert far["description"].endswith("of 140 seats.")


def test_ribbons_fill_the_nodes_they_join() -> None:
    spec = CHARTS["journey"]["datasets"]
    ends = [(row["link"], row["y"], row["y2"]) for row in spec["ribbons"] if row["x"] == 1]
    nodes = {row["label"].split("  ")[0]: (row["y"], row["y2"]) for row in spec["ends"]}
    into = sorted((low, high) for link, low, high in ends if link.endswith("to Onboarding"))
    assert (into[0][0], into[-1][1]) == nodes["Onboarding"]
    assert into[0][1] == into[1][0]  # side by side
    assert nodes["Left"][1] - nodes["Left"][0] == 2
    assert nodes["A stage with a…"][0] > nodes["Onboarding"][1]
