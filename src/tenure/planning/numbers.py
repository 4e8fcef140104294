"""Numbers of objectives as people read and type them: a share is told in percent, money and days by their unit."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from tenure.core.problems import NotAccepted
from tenure.metrics.measures import Measure
from tenure.planning.telling import written

_NUMBER: Final = re.compile(r"^[-−+]?\d{1,13}(\.\d{1,6})?$")
_WORDS: Final[Mapping[str, str]] = {"people": "people", "features": "features", "days": "days", "hours": "hours",
                                    "count": "", "score": "points", "ratio": "%"}  # fmt: skip
_GROUPED: Final = re.compile(r"^([-−]?\d{1,3}(?:[ ,]\d{3})+)(\.\d+)?$")


def is_share(measure: Measure | None) -> bool:
    return measure is not None and measure.unit == "ratio"


def unit_of(measure: Measure | None, typed: str) -> str:
    """What stands behind the number."""
    return _WORDS[measure.unit] if measure is not None else typed


def told(value: Decimal | None, measure: Measure | None, typed: str = "") -> str:
    """62%, 12 people, 40 hours a month; a dash for what is not known."""
    if value is None:
        return "–"
    unit = unit_of(measure, typed)
    return f"{bare(value, measure)}{'' if unit == '%' else ' '}{unit}".strip()


def bare(value: Decimal, measure: Measure | None) -> str:
    """The number alone, to at most two places, in groups of thousands."""
    shown = value * 100 if is_share(measure) else value
    rounded = round(shown, 0 if shown == shown.to_integral_value() else 1 if abs(shown) >= 10 else 2)
    return f"{rounded.normalize():,f}".replace("-", "−")


def typed(value: Decimal | None, measure: Measure | None) -> str:
    """As a field of a form holds it."""
    if value is None:
        return ""
    return written(value * 100 if is_share(measure) else value)


def read(text: str, measure: Measure | None, what: str = "number") -> Decimal | None:
    """What was typed, None for nothing; raises NotAccepted for what is no number. A share is typed in percent."""
    plain = text.strip().removesuffix("%").strip().replace("\N{NO-BREAK SPACE}", " ")
    if grouped := _GROUPED.match(plain):
        plain = re.sub("[ ,]", "", grouped[1]) + (grouped[2] or "")
    elif re.fullmatch(r"[-−+]?\d+,\d{1,6}", plain):
        plain = plain.replace(",", ".")
    if not plain:
        return None
    if not _NUMBER.match(plain):
        raise NotAccepted(f"“{text.strip()[:40]}” is no {what}; write it like 14, 6.5 or 1,250.")
    value = Decimal(plain.replace("−", "-"))
    return value / 100 if is_share(measure) else value
