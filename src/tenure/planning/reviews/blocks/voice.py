"""What their people say: answers to surveys, and how their texts sound."""

from collections.abc import Iterator

from tenure.core import words
from tenure.engine import account as engine
from tenure.engine.account import Answer
from tenure.planning.reviews.exhibits import Chart, Facts, Figure, Point, Series, Value
from tenure.planning.reviews.ground import Ground, count

_NAMES = {"nps": "Would recommend us", "csat": "Satisfaction", "ces": "Ease"}


def facts(ground: Ground) -> Facts:
    answers = engine.answers(ground.account.pk, ground.since, ground.as_of)
    tones = engine.tones(ground.account.pk, ground.since, ground.as_of)
    if not answers and not tones:
        return ground.facts(missing=("Nobody answered a survey in this period.",), sources=("surveys",))
    return ground.facts(
        lead=_lead(answers, tones), figures=tuple(_figures(answers)), chart=_chart(tones), points=tuple(_points(tones)),
        sources=("surveys", "how tickets and comments sound"),
    )  # fmt: skip


def latest(answers: list[Answer], type_: str) -> Answer | None:
    return next((one for one in reversed(answers) if one.type == type_), None)


def _lead(answers: list[Answer], tones: dict[str, int]) -> str:
    said = latest(answers, "nps") or latest(answers, "csat")
    if said is None:
        return f"Nobody answered a survey; {count(sum(tones.values()), 'text')} of theirs can be read."
    return f"The last answer was {said.score} of {said.scale_max}, on {words.day(said.responded_on)}."


def _figures(answers: list[Answer]) -> Iterator[Figure]:
    for type_, name in _NAMES.items():
        of_type = [one for one in answers if one.type == type_]
        if of_type:
            last = of_type[-1]
            mean = sum(one.score for one in of_type) / len(of_type)
            note = f"mean {mean:.1f} of {count(len(of_type), 'answer')}" if len(of_type) > 1 else "one answer"
            yield Figure(label=name, value=Value(amount=f"{last.score} of {last.scale_max}", unit="text"), note=note)


def _chart(tones: dict[str, int]) -> Chart | None:
    if sum(tones.values()) < 3:
        return None
    names = ("positive", "neutral", "negative")
    return Chart(kind="bar", finding="How what they wrote to us sounds.", categories=tuple(map(str.capitalize, names)),
                 series=(Series(name="Texts", values=tuple(float(tones.get(name, 0)) for name in names)),))  # fmt: skip


def _points(tones: dict[str, int]) -> Iterator[Point]:
    if tones.get("negative"):
        yield Point(text=f"{count(tones['negative'], 'text').capitalize()} sounded unhappy",
                    cause="tickets and comments of the last 90 days", tone="warn")  # fmt: skip
    if tones.get("positive"):
        yield Point(text=f"{count(tones['positive'], 'text').capitalize()} sounded happy",
                    cause="tickets and comments of the last 90 days", tone="good")  # fmt: skip
