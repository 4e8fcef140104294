"""A journey's form: its stages and criteria as fields and lines, read back into its declaration."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from django.http import QueryDict

from tenure.core.whole import whole
from tenure.metrics.journeys import BadJourney

_NAMED: Final = re.compile(r'^([^:<>=!"]+):\s+(.+)$')
_PLANNED: Final = re.compile(r"^(?:day\s+)?(\d+)\s*,?\s+([A-Za-z]+)\s*:\s*(.+)$", re.IGNORECASE)

_TYPED: Final = ("name", "sentence", "days", "enter", "leave", "touchpoints")


@dataclass(frozen=True, slots=True)
class StageForm:
    """As it is typed; criteria and touchpoints are one a line."""

    name: str = ""
    sentence: str = ""
    days: str = ""
    from_anywhere: bool = False
    enter: str = ""
    leave: str = ""
    touchpoints: str = ""

    @classmethod
    def of(cls, stage: Mapping[str, Any]) -> Self:
        return cls(
            stage["name"], stage.get("sentence", ""), str(stage.get("days") or ""), stage.get("from_anywhere", False),
            _criteria_text(stage.get("enter", ())), _criteria_text(stage.get("leave", ())),
            "\n".join(f"day {one['day']}, {one['kind']}: {one['name']}" for one in stage.get("touchpoints", ())),
        )  # fmt: skip

    @classmethod
    def typed(cls, given: QueryDict, n: int) -> Self:
        said = {name: given.get(f"stage-{n}-{name}", "") for name in _TYPED}
        return cls(**said, from_anywhere=f"stage-{n}-from_anywhere" in given)


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    sentence: str
    condition: str
    falls_back_after: str
    stages: Sequence[StageForm] = field(default=())

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        return cls(body["name"], body.get("sentence", ""), body.get("condition", ""),
                   str(body.get("falls_back_after", 14)), [StageForm.of(one) for one in body["stages"]])  # fmt: skip

    @classmethod
    def typed(cls, given: QueryDict) -> Self:
        count = given.get("stages", "0")
        number = min(whole(count, 3), 12)
        name, sentence, condition, back = (
            given.get(field, "") for field in ("name", "sentence", "condition", "falls_back_after")
        )
        return cls(name, sentence, condition, back, [StageForm.typed(given, n) for n in range(number)])

    def arranged(self, do: str) -> "Form":
        """With a stage more, without one, or with two in each other's place: add, remove-1, up-1, down-1."""
        stages, (verb, _, text) = list(self.stages), do.partition("-")
        at = int(text) if text.isdecimal() and len(text) < 3 and int(text) < len(stages) else None
        if verb == "add" and len(stages) < 12:
            stages.append(StageForm())
        elif verb == "remove" and at is not None and len(stages) > 1:
            del stages[at]
        elif verb in ("up", "down") and at is not None:
            other = at + (1 if verb == "down" else -1)
            if 0 <= other < len(stages):
                stages[at], stages[other] = stages[other], stages[at]
        return replace(self, stages=stages)

    def body(self, key: str) -> dict[str, Any]:
        """The document; raises BadJourney with a sentence for each line that cannot be read."""
        problems: list[str] = []
        stages = [_stage(one, n, problems) for n, one in enumerate(self.stages, 1)]
        back = _whole(self.falls_back_after, "Falls back after", problems)
        if problems:
            raise BadJourney("\n".join(problems))
        return {"id": key, "name": self.name.strip(), "sentence": self.sentence.strip(),
                "condition": self.condition.strip(), "falls_back_after": back, "stages": stages}  # fmt: skip


def _stage(typed: StageForm, n: int, problems: list[str]) -> dict[str, Any]:
    called = typed.name.strip() or f"Stage {n}"
    return {
        "name": typed.name.strip(), "sentence": typed.sentence.strip(),
        "days": _whole(typed.days, f"{called}, expected days", problems) if typed.days.strip() else None,
        "from_anywhere": typed.from_anywhere, "enter": _criteria(typed.enter), "leave": _criteria(typed.leave),
        "touchpoints": [_planned(line, called, problems) for line in _lines(typed.touchpoints)],
    }  # fmt: skip


def _whole(text: str, where: str, problems: list[str]) -> int | None:
    if (found := whole(text.strip(), 6, -1)) >= 0:
        return found
    problems.append(f"{where}: {text.strip() or 'nothing'!r} is not a whole number of days.")
    return None


def _criteria(text: str) -> list[dict[str, str]]:
    """One a line: a name, a colon and a condition, or the condition alone."""
    found = []
    for line in _lines(text):
        named = _NAMED.match(line)
        found.append({"name": named[1].strip(), "when": named[2]} if named else {"name": "", "when": line})
    return found


def _planned(line: str, where: str, problems: list[str]) -> dict[str, Any]:
    read = _PLANNED.match(line)
    if read is None:
        problems.append(f"{where}, planned: “{line}” is not like “day 7, meeting: Kick-off”.")
        return {}
    return {"day": int(read[1]), "kind": read[2].lower(), "name": read[3].strip()}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _criteria_text(criteria: Iterable[Mapping[str, str]]) -> str:
    return "\n".join(f"{one['name']}: {one['when']}" if one.get("name") else one["when"] for one in criteria)
