import pytest

from tenure.web.jobs.shown import length


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-1, "0.0 s"), (0.44, "0.4 s"), (12.6, "13 s"), (59.4, "59 s"), (60, "1 min 0 s"), (3599, "59 min 59 s"),
     (3600, "1 h 0 min"), (90_061, "25 h 1 min")],
)  # fmt: skip
def test_a_length_of_time_reads_in_its_own_unit(seconds: float, words: str) -> None:
    assert length(seconds) == words
