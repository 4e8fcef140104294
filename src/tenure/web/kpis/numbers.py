"""Numbers asked of the engine, as figures: what refresh has kept where it can be used, otherwise computed now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from tenure.core.periods import DAY, add_months
from tenure.engine import answers
from tenure.engine.answers import Kept
from tenure.metrics import Kpi, Result
from tenure.web.format import day
from tenure.web.kpis import choices
from tenure.web.kpis.asked import COMPARISONS, USUAL, Asked
from tenure.web.kpis.figures import Figure
from tenure.web.kpis.question import Question

TREND: Final = 12  # month ends in a small chart
PAST: Final = 24  # ... and in the chart of one number
_TREND_WINDOWS: Final = {"mtd": "1m"}


def month_ends(as_of: date, count: int) -> list[date]:
    """The last `count` month ends on or before `as_of`, and `as_of` itself, oldest first."""
    last = as_of if (as_of + DAY).day == 1 else as_of.replace(day=1) - DAY
    ends = [add_months(last, -before) for before in range(count - 1, -1, -1)]
    return ends if last == as_of else [*ends, as_of]


def kept(kpis: Sequence[Kpi], question: Question) -> dict[str, Figure]:
    """The figures that need no computing, by id."""
    asked = question.asked
    if asked.segment or asked.window != USUAL or question.params:
        return {}
    days = month_ends(asked.as_of, TREND)
    before = {kpi.id: _closing_before(asked.within(kpi.window)) for kpi in kpis}
    wanted = sorted({*days, *(closing for closing in before.values() if closing)})
    pasts = answers.histories([kpi.id for kpi in kpis], wanted, unit=asked.unit)
    found = {kpi.id: _kept(kpi, question, pasts.get(kpi.id, ()), before[kpi.id], days) for kpi in kpis}
    return {kpi_id: figure for kpi_id, figure in found.items() if figure}


def _kept(
    kpi: Kpi, question: Question, past: Iterable[Result], before: date | None, days: Sequence[date]
) -> Figure | None:
    found = list(past)
    by_day = {result.period.closing: result for result in found}
    now = by_day.get(question.asked.as_of) or _older(question, found)
    if now is None or (before and before not in by_day and not isinstance(now, Kept)):
        return None
    trend = [by_day[at].value if at in by_day else None for at in days]
    return _figure(kpi, question, now, by_day.get(before) if before else None, trend)


def _older(question: Question, past: Sequence[Result]) -> Result | None:
    """The number of a day before, while the one of the last complete day is being computed."""
    is_last = question.asked.as_of == question.publication.as_of
    return past[-1] if is_last and past and isinstance(past[-1], Kept) else None


def computed(kpi: Kpi, question: Question, *, with_trend: bool = True, with_rows: bool = False) -> Figure:
    """The figure, asked of the publication; raises what `answers` raises. A trend costs a dozen answers more."""
    asked, chosen = question.asked.within(kpi.window), choices.completed(kpi, question.params)
    now = answers.answer(
        kpi.id, asked.period, unit=asked.unit, segment=question.segment, params=chosen, with_rows=with_rows
    )
    before = (
        answers.answer(kpi.id, asked.compared, unit=asked.unit, segment=question.segment, params=chosen)
        if asked.compared
        else None
    )
    trend = [result.value for result in past(kpi, question, TREND)] if with_trend else []
    return _figure(kpi, replace(question, params=_texts(chosen)) if question.params else question, now, before, trend)


def past(kpi: Kpi, question: Question, count: int) -> list[Result]:
    """The number on the last month ends and on the day asked, over the window that was asked."""
    asked, chosen = question.asked.within(kpi.window), choices.completed(kpi, question.params)
    days = month_ends(asked.as_of, count)
    window = _TREND_WINDOWS.get(asked.window, asked.window)
    if window == "custom":
        window = f"{asked.period.days}d"
    return answers.history(
        kpi.id, days, window=window, unit=asked.unit, segment=question.segment, params=chosen or None
    )


def _figure(kpi: Kpi, question: Question, now: Result, before: Result | None, trend: Sequence[float | None]) -> Figure:
    return Figure(
        kpi=kpi,
        now=now,
        currency=question.currency,
        url=question.url("kpi", kpi.id),
        before=before,
        before_label=before_label(question.asked),
        trend=trend,
        window=window_words(question.asked.within(kpi.window)),
    )


def before_label(asked: Asked) -> str:
    """What the value before is called: a year before; the period before."""
    return COMPARISONS[asked.compare] if asked.compare != "none" else ""


def window_words(asked: Asked) -> str:
    """12 months, 3 months, 30 days: how long the period is."""
    return window_text(asked.window) or f"{asked.period.days} days"


def window_text(window: str) -> str:
    if window == "mtd":
        return "month to date"
    units = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
    count, unit = window[:-1], units.get(window[-1:], "")
    if not unit or not count.isdecimal():
        return ""
    return f"{count} {unit}{'' if count == '1' else 's'}"


def period_words(asked: Asked) -> str:
    """From the opening to the closing day, as people say it."""
    return f"{day(asked.period.start)} to {day(asked.period.closing)}"


def _closing_before(asked: Asked) -> date | None:
    return asked.compared.closing if asked.compared else None


def _texts(chosen: Mapping[str, str | int]) -> dict[str, str]:
    return {name: str(value) for name, value in chosen.items()}
