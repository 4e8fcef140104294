"""Everything behind one number: its equation, the rows that sum to it, who was left out, its choices and its past."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from tenure.core.conditions import ConditionError
from tenure.engine import answers
from tenure.engine.listing import Listing
from tenure.metrics import Kpi, Result
from tenure.web.format import number
from tenure.web.kpis import choices, numbers, rows, selection
from tenure.web.kpis.figures import Figure, part_text, value_text
from tenure.web.kpis.nouns import noun
from tenure.web.kpis.question import CHOICE, Question, kept
from tenure.web.kpis.rows import Column, Sought

ALL: Final = 1_000_000_000


@dataclass(frozen=True)
class Drill:
    """One number, asked once."""

    kpi: Kpi
    question: Question
    sought: Sought

    @cached_property
    def figure(self) -> Figure:
        kept = numbers.kept([self.kpi], self.question)
        return kept.get(self.kpi.id) or numbers.computed(self.kpi, self.question, with_rows=True)

    @property
    def result(self) -> Result:
        return self.figure.now

    @property
    def columns(self) -> list[Column]:
        """The name, what explains the row, then what is added up; for those left out, why."""
        known = noun(self.kpi)
        details = rows.columns_of(self.kpi.details, known.hides)
        name = Column("name", "Account" if self.counts_accounts else "Row", "text")
        if self.sought.left_out:
            return [name, Column("reason", "Left out because", "text"), *details]
        return [name, *details, *self._sums]

    @property
    def _sums(self) -> list[Column]:
        known = noun(self.kpi)
        below = Column("denominator", known.below, known.below_parts or known.parts)
        above = Column("numerator", known.above, known.parts)
        return [above] if self.result.denominator is None else [below, above]

    @property
    def counts_accounts(self) -> bool:
        return self.kpi.grain in ("unit", "account")

    def listing(self, sought: Sought, *, limit: int | None = rows.PAGE) -> Listing:
        """The rows sought; an order that names no column of the table is the usual one."""
        asked = self.question.asked.within(self.kpi.window)
        return answers.rows(
            self.kpi.id,
            asked.period,
            unit=asked.unit,
            segment=self.question.segment,
            params=choices.completed(self.kpi, self.question.params),
            left_out=sought.left_out,
            limit=limit,
            offset=sought.offset if limit else 0,
            search=sought.search,
            sort=self.sort if sought.sort else "",
        )

    @property
    def sort(self) -> str:
        known = {column.name for column in self.columns}
        return self.sought.sort if self.sought.sort.removeprefix("-") in known else ""

    def reasons(self) -> Mapping[str, int]:
        asked = self.question.asked.within(self.kpi.window)
        chosen = choices.completed(self.kpi, self.question.params)
        return answers.reasons(self.kpi.id, asked.period, unit=asked.unit, segment=self.question.segment, params=chosen)

    def address(self, parameters: Mapping[str, str | int | None]) -> tuple[str, str]:
        """The page with these rows, and its fragment."""
        url = self.question.url
        return url("kpi", self.kpi.id, **parameters), url("rows", self.kpi.id, **parameters)


def opened(kpi: Kpi, question: Question, sought: Sought) -> Drill:
    """The number, asked with its choices; when those make no sense, without them and with a sentence."""
    drill = Drill(kpi, question, sought)
    try:
        _ = drill.figure  # asked here, where the sentence can be shown
    except ConditionError as error:
        if not question.params:
            raise
        plain = replace(question, params={}, problems=(*question.problems, str(error)))
        drill = Drill(kpi, plain, sought)
    return drill


def page(drill: Drill) -> dict[str, Any]:
    """What the drawer shows."""
    figure, question = drill.figure, drill.question
    asked = question.asked.within(drill.kpi.window)
    chosen = choices.completed(drill.kpi, question.params)
    return {
        "figure": figure,
        "shown_full": value_text(drill.kpi, figure.now, question.currency, full=True),
        "problems": question.problems,
        "equation": _equation(drill),
        "when": f"{numbers.period_words(asked)}, {_counted(asked.unit)}, {question.about}",
        "scope": _scope(drill),
        "choices": choices.offered(drill.kpi, chosen),
        "choices_open": set(drill.kpi.takes) - {"longest_pause"},
        "self": question.board_url("kpi", drill.kpi.id).partition("?")[0],
        "kept": kept(question),
        "past": question.url("past", drill.kpi.id),
        "link": question.url("kpi", drill.kpi.id),
        "view": _view(drill),
        **rows_context(drill),
    }


def rows_context(drill: Drill) -> dict[str, Any]:
    """What the fragment of the rows shows."""
    listing = drill.listing(drill.sought)
    columns = drill.columns
    page_url, fragment = drill.address({**drill.sought.parameters, "q": None, "page": None})
    return {
        "tabs": _tabs(drill),
        "reasons": [{"text": text, "count": count} for text, count in drill.reasons().items()]
        if drill.sought.left_out
        else [],
        "search": drill.sought.search,
        "find_fragment": fragment.partition("?")[0],
        "find_path": page_url.partition("?")[0],
        "kept_rows": _kept_rows(drill),
        "columns": rows.heads(columns, replace(drill.sought, sort=drill.sort), drill.address),
        "lines": rows.lines(listing, columns, drill.question.currency, links=drill.counts_accounts),
        "totals": _totals(drill, listing, columns),
        "adds_up": adds_up(drill, listing),
        "pages": rows.pages(listing, drill.sought, drill.address),
        "empty": _empty(drill),
        "said": f"{number(listing.total)} rows",
        "csv": drill.question.url("export", drill.kpi.id, "csv", **drill.sought.parameters),
        "xlsx": drill.question.url("export", drill.kpi.id, "xlsx", **drill.sought.parameters),
    }


def adds_up(drill: Drill, listing: Listing) -> str:
    """Says that the rows sum to the number, where all of them are listed and they do."""
    if drill.sought.left_out or drill.sought.search or not listing.total:
        return ""
    result = drill.result
    same = (listing.numerator or 0) == result.numerator and (listing.denominator or 0) == (result.denominator or 0)
    return "Rows add up to the number" if same else ""


def _equation(drill: Drill) -> dict[str, str]:
    known, result, currency = noun(drill.kpi), drill.result, drill.question.currency
    below = part_text(drill.kpi, result.denominator, currency, full=True, below=True)
    return {
        "above_label": known.above,
        "above": part_text(drill.kpi, result.numerator, currency, full=True),
        "below_label": known.below,
        "below": "" if result.denominator is None else below,
    }


def _scope(drill: Drill) -> str:
    result = drill.result
    parts = [f"{number(result.counted)} in the number, {number(result.left_out)} left out."]
    if noun(drill.kpi).parts == "money":
        parts.append(f"Amounts in {drill.question.currency} a month.")
    return " ".join(parts)


def _view(drill: Drill) -> str:
    """Where the accounts of the number are listed, if they are accounts and not too many."""
    if not drill.counts_accounts or drill.result.counted > selection.MOST:
        return ""
    found = drill.listing(Sought(), limit=selection.MOST + 1)
    return selection.view_of([row["unit_id"] for row in found.rows], drill.question.asked.unit)


def _counted(unit: str) -> str:
    return "by parent" if unit == "parent" else "by account"


def _tabs(drill: Drill) -> list[dict[str, Any]]:
    result, sought = drill.result, drill.sought
    tabs = (("In the number", result.counted, False), ("Left out", result.left_out, True))
    found = []
    for label, count, left_out in tabs:
        fresh = Sought(left_out=left_out, search=sought.search)
        url, fragment = drill.address(fresh.parameters)
        current = sought.left_out == left_out
        found.append({"label": label, "count": count, "url": url, "fragment": fragment, "is_current": current})
    return found


def _totals(drill: Drill, listing: Listing, columns: list[Column]) -> list[tuple[str, str]]:
    if drill.sought.left_out:
        return []
    sums = {"numerator": listing.numerator, "denominator": listing.denominator}
    first = f"Sum of {number(listing.total)} {'found' if drill.sought.search else 'rows'}"
    rest = [
        rows.text(sums[column.name], column, drill.question.currency) if column.name in sums else ""
        for column in columns[1:]
    ]
    return list(zip([first, *rest], [column.classes for column in columns], strict=True))


def _empty(drill: Drill) -> dict[str, str]:
    if drill.sought.search:
        page_url, _ = drill.address({**drill.sought.parameters, "q": None, "page": None})
        return {
            "icon": "filter-off",
            "title": f"Nothing called “{drill.sought.search}”",
            "text": "No row of this number has that in its name.",
            "url": page_url,
            "action": "Show all",
        }
    if drill.sought.left_out:
        return {
            "icon": "circle-check",
            "title": "Nobody was left out",
            "text": "Everyone asked about is in the number.",
        }
    return {"icon": "chart-bar", "title": "No rows", "text": drill.figure.why or "Nothing of the kind happened."}


def _kept_rows(drill: Drill) -> list[tuple[str, str]]:
    chosen = [(f"{CHOICE}{name}", value) for name, value in drill.question.params.items()]
    asked = [(name, str(value)) for name, value in drill.sought.parameters.items()
             if value is not None and name not in ("q", "page")]  # fmt: skip
    return [*kept(drill.question), *chosen, *asked]
