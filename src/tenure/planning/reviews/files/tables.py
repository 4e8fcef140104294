"""Tables of a presentation, with a hairline below each row."""

from typing import Any, Final

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from tenure.planning.reviews.exhibits import Table
from tenure.planning.reviews.files import master

_MOST_ROWS: Final = 10
_ROW: Final = 0.36  # inches


def place_table(holder: Any, table: Table, top: float) -> float:
    """Returns where it ends, in inches."""
    rows = table.rows[:_MOST_ROWS]
    more = table.left_out + len(table.rows) - len(rows)
    master.put(holder, top)
    frame = holder.insert_table(rows=len(rows) + 1, cols=len(table.columns))
    made = frame.table
    made.horz_banding = False
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{', '.join(filter(None, table.columns))}; {len(rows)} rows")
    for column, share in zip(made.columns, shares(table), strict=True):
        column.width = Inches(master.WIDE * share)
    for number, cells in enumerate((table.columns, *rows)):
        made.rows[number].height = Inches(_ROW)
        for place, text in enumerate(cells):
            right = place < len(table.numeric) and table.numeric[place]
            _write_cell(made.cell(number, place), text, number == 0, right)
    if more:
        made.cell(len(rows), 0).text_frame.paragraphs[0].add_run().text = f"  (and {more} more)"
    return top + _ROW * (len(rows) + 1) + 0.2


def shares(table: Table) -> list[float]:
    """Of the width, by the longest text of each column."""
    longest = [max(len(text) for text in column) for column in zip(table.columns, *table.rows, strict=True)]
    weights = [min(60, max(9, length + 3)) for length in longest]
    return [weight / sum(weights) for weight in weights]


def _write_cell(cell: Any, text: str, head: bool, right: bool) -> None:
    cell.fill.background()
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = Inches(0.06)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    paragraph = cell.text_frame.paragraphs[0]
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold = text, Pt(11 if head else 12), head
    run.font.color.theme_color = MSO_THEME_COLOR.TEXT_2 if head else MSO_THEME_COLOR.TEXT_1
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    _underline(cell, 12700 if head else 6350)


def _underline(cell: Any, width: int) -> None:
    """A hairline below, and no other lines: the style of the table would draw boxes."""
    properties = cell._tc.get_or_add_tcPr()
    for name in ("lnL", "lnR", "lnT", "lnB"):
        line = parse_xml(
            f'<a:{name} xmlns:a="{master.A}" w="{width if name == "lnB" else 0}">'
            + (f'<a:solidFill><a:srgbClr val="{"C5CCD6" if width > 7000 else master.LINE}"/></a:solidFill>'
               if name == "lnB" else "<a:noFill/>")
            + f"</a:{name}>"
        )  # fmt: skip
        properties.insert({"lnL": 0, "lnR": 1, "lnT": 2, "lnB": 3}[name], line)
