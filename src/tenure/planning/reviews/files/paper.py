"""A review as a PDF, set by Typst. The template is ours; all that is shown goes in as data and is never markup."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import typst

from tenure.planning.reviews.drawing import drawn
from tenure.planning.reviews.exhibits import Chart, Figure, Table
from tenure.planning.reviews.files.sheets import Cover, Sheet, cover_of, sheets_of
from tenure.planning.reviews.files.tables import shares
from tenure.planning.reviews.models import Review

_TEMPLATE: Final = Path(__file__).parent / "review.typ"
_CHART: Final = (400.0, 172.0)  # points


def paper(review: Review, for_customer: bool, kind: Literal["pdf", "png"] = "pdf") -> bytes:
    """As "png" a list of pages, for looking at it without a reader."""
    data = _data(cover_of(review, for_customer), sheets_of(review, for_customer))
    inputs = {"review": json.dumps(data)}
    # Fonts are the ones that come with the pages, then those of the machine, then those inside Typst.
    return typst.compile(_TEMPLATE, root=_TEMPLATE.parent, font_paths=_fonts(), format=kind, ppi=80, sys_inputs=inputs)


@cache
def _fonts() -> list[Path]:
    from django.contrib.staticfiles import finders

    found = finders.find("vendor/inter/whole")
    return [Path(str(found))] if found else []


def _data(cover: Cover, sheets: Sequence[Sheet]) -> dict[str, Any]:
    subtitle = "  ·  ".join(part for part in (cover.customer, cover.dated) if part)
    return {
        "title": cover.title, "subtitle": subtitle, "customer": cover.customer, "company": cover.company,
        "people": cover.people, "foot": cover.foot, "logo": bool(cover.logo), "picture": list(cover.logo),
        "sheets": [_sheet(sheet) for sheet in sheets],
    }  # fmt: skip


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "topic": sheet.topic, "title": sheet.title, "internal": sheet.internal,
        "figures": [_figure(one) for one in sheet.figures],
        "chart": _chart(sheet.chart) if sheet.chart else None,
        "table": _table(sheet.table) if sheet.table else None,
        "points": [one.model_dump() for one in sheet.points],
        "prose": [asdict(one) for one in sheet.prose], "sources": sheet.sources,
    }  # fmt: skip


def _figure(figure: Figure) -> dict[str, str]:
    return {"label": figure.label, "value": str(figure.value), "note": figure.note, "tone": figure.tone}


def _chart(chart: Chart) -> dict[str, Any]:
    return asdict(drawn(chart, *_CHART))


def _table(table: Table) -> dict[str, Any]:
    numeric = [*table.numeric, *([False] * (len(table.columns) - len(table.numeric)))]
    return {"columns": table.columns, "rows": table.rows, "numeric": numeric, "shares": shares(table),
            "left_out": table.left_out}  # fmt: skip
