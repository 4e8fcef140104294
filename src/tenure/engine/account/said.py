"""What people of one account said: answers to surveys, and how their texts sounded."""

from dataclasses import dataclass
from datetime import date

from tenure.engine import reading

_ANSWERS = """
    SELECT type, responded_on, score, scale_min, scale_max FROM surveys
    WHERE account_id = ? AND responded_on > ? AND responded_on <= ? ORDER BY responded_on, type, score"""
_TONES = """
    SELECT tone, count(*) AS texts FROM tones WHERE account_id = ? AND said_on > ? AND said_on <= ? AND until > ?
      AND kind <> 'touchpoint' GROUP BY tone"""


@dataclass(frozen=True, slots=True)
class Answer:
    """One row an answer; `score` is on the scale of its survey, both ends of which belong to it."""

    type: str
    responded_on: date
    score: int
    scale_min: int
    scale_max: int


def answers(account_id: str, after: date, until: date) -> list[Answer]:
    """On the days (after, until], oldest first, from `surveys`; those who were asked and did not answer are missing.

    Raises NothingPublished and TooSlow.
    """
    return [Answer(**row) for row in reading.query(_ANSWERS, [account_id, after, until])]


def tones(account_id: str, after: date, until: date) -> dict[str, int]:
    """How many texts of the customer sounded how: negative, neutral, positive; what none sounded like is missing.

    Texts of the days (after, until] from `tones`, labelled as it was known on the last of them; touchpoints, which we
    wrote, are left out. Raises NothingPublished and TooSlow.
    """
    return {row["tone"]: row["texts"] for row in reading.query(_TONES, [account_id, after, until, until])}
