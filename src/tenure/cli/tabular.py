"""Rows printed as a table for people, as CSV or as JSON for programs. What is unknown is empty, never 0."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from tenure.web.sheet import safe

FORMATS = ("table", "json", "csv")


def shown(data: Sequence[dict[str, Any]] | dict[str, Any], form: str) -> str:
    if form == "json":
        return json.dumps(data, indent=2, default=str, ensure_ascii=False)
    rows = [data] if isinstance(data, dict) else list(data)
    return _csv(rows) if form == "csv" else _table(rows)


def _csv(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: safe(value) for name, value in row.items()} for row in rows)
    return out.getvalue().rstrip("\n")


def _table(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "No rows."
    names = list(rows[0])
    lines = [names, *([_text(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(names))]
    right = [all(isinstance(row[name], int | float | None) for row in rows) for name in names]
    return "\n".join(
        "  ".join(_cell(*part) for part in zip(line, widths, right, strict=True)).rstrip() for line in lines
    )


def _cell(text: str, width: int, right: bool) -> str:
    return text.rjust(width) if right else text.ljust(width)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)
