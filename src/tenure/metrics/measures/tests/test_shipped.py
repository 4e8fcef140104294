"""What comes with Tenure covers what people watch."""

from pathlib import Path

import pytest
import yaml

from tenure.metrics import measures
from tenure.metrics.measures import in_sentence

COVERED = {
    "usage": {"active_users", "usage_trend", "breadth", "depth", "days_of_use", "stickiness", "licence_utilisation",
              "days_since_use"},
    "support": {"open_tickets", "escalated_tickets", "first_answer"},
    "relationship": {"last_touch", "sponsor_known", "sponsor_met", "champion_left"},
    "feedback": {"nps", "csat"},
    "commercial": {"days_to_renewal", "past_due", "seats_change", "mrr_change"},
    "outcomes": {"goals_attained", "onboarding_days"},
    "judgement": {"pulse"},
}  # fmt: skip


def test_each_group_has_what_it_should() -> None:
    bodies = yaml.safe_load((Path(measures.__path__[0]) / "shipped.yaml").read_text())
    shipped = [measures.read(one, one["id"]) for one in bodies]
    assert len({one.id for one in shipped}) == len(shipped)
    for group, ids in COVERED.items():
        assert ids <= {one.id for one in shipped if one.group == group}, group
    assert all(one.sentence.endswith(".") for one in shipped)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("NPS answer", "NPS answer"),
        ("CSM pulse", "CSM pulse"),
        ("Days since last use", "days since last use"),
        ("", ""),
    ],
)
def test_a_name_in_a_sentence_keeps_its_abbreviation(name: str, shown: str) -> None:
    assert in_sentence(name) == shown
