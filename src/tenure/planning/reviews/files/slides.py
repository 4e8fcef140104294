"""A review as a PowerPoint presentation that can be edited: real placeholders, native charts with their numbers."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from tenure.core import words
from tenure.core.money import minor_exponent
from tenure.planning.reviews.exhibits import Chart, Figure, Point, Table
from tenure.planning.reviews.files import master
from tenure.planning.reviews.files.sheets import Cover, Sheet, cover_of, sheets_of
from tenure.planning.reviews.models import Review
from tenure.planning.reviews.prose import Paragraph

_KINDS: Final = {
    "line": XL_CHART_TYPE.LINE,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
}
_TONES: Final = {"good": MSO_THEME_COLOR.ACCENT_5, "bad": MSO_THEME_COLOR.ACCENT_6, "warn": MSO_THEME_COLOR.ACCENT_4}
_SERIES: Final = (MSO_THEME_COLOR.ACCENT_1, MSO_THEME_COLOR.TEXT_2, MSO_THEME_COLOR.ACCENT_2, MSO_THEME_COLOR.ACCENT_3)
_MOST_ROWS: Final = 10
_ROW: Final = 0.36  # inches
_POINT, _CAUSE, _BULLET, _DEEPER, _HEADING = 0, 1, 2, 3, 4  # levels of text, see master.BODY


def slides(review: Review, for_customer: bool) -> bytes:
    """What the customer may see, or all of it with what to say in the notes."""
    deck = _Deck(cover_of(review, for_customer))
    deck.cover()
    ours = False
    for sheet in sheets_of(review, for_customer):
        if sheet.internal and not ours:
            deck.section("For us", "What follows is not for the customer.")
            ours = True
        deck.sheet(sheet)
    deck.closing(str(review.owner or ""), review.owner.email if review.owner else "")
    return deck.saved()


class _Deck:
    def __init__(self, cover: Cover) -> None:
        self.about = cover
        self.made = master.presentation()
        self.layouts = {layout.name: layout for layout in self.made.slide_layouts}
        properties = self.made.core_properties
        properties.title, properties.author = f"{cover.title}, {cover.customer}", cover.company
        properties.subject, properties.keywords = cover.foot, ""

    def cover(self) -> None:
        slide = self._new("Title")
        slide.placeholders[master.TITLE].text = self.about.title
        said = "  ·  ".join(part for part in (self.about.customer, self.about.dated) if part)
        slide.placeholders[master.SUBTITLE].text = said
        people = ", ".join(self.about.people)
        slide.placeholders[master.TEXT].text = f"{self.about.company}\nFor {people}" if people else self.about.company
        if self.about.logo:
            _place_logo(slide.placeholders[master.LOGO], self.about.logo, self.about.customer)
        self._finish(slide)

    def section(self, title: str, text: str) -> None:
        slide = self._new("Section")
        slide.placeholders[master.TITLE].text = title
        slide.placeholders[master.SUBTITLE].text = text
        self._finish(slide)

    def closing(self, name: str, address: str) -> None:
        slide = self._new("Closing")
        slide.placeholders[master.TITLE].text = "Thank you"
        slide.placeholders[master.SUBTITLE].text = "\n".join(part for part in (name, address) if part)
        self._finish(slide)

    def sheet(self, sheet: Sheet) -> None:
        slide = self._new("Chart and text" if sheet.chart else "Table" if sheet.table else "Content")
        holders = slide.placeholders
        holders[master.TITLE].text, holders[master.TOPIC].text = sheet.title, sheet.topic
        if sheet.internal:
            holders[master.INTERNAL].text = "Internal"
        for index, figure in zip(master.FIGURES, sheet.figures, strict=False):
            _write_figure(holders[index].text_frame, figure)
        top = master.LOW if sheet.figures else master.TOP
        if sheet.chart:
            _put(holders[master.CHART], top)
            _place_chart(holders[master.CHART], sheet.chart)
        elif sheet.table:
            top = _place_table(holders[master.TABLE], sheet.table, top)
        if sheet.points or sheet.prose:
            _put(holders[master.TEXT], top)
            _write_text(holders[master.TEXT].text_frame, sheet.prose, sheet.points)
        if said := "\n".join(part for part in (sheet.notes, sheet.sources) if part):
            slide.notes_slide.notes_text_frame.text = said
        self._finish(slide)

    def saved(self) -> bytes:
        out = BytesIO()
        self.made.save(out)
        return out.getvalue()

    def _new(self, layout: str) -> Any:
        return self.made.slides.add_slide(self.layouts[layout])

    def _finish(self, slide: Any) -> None:
        """Without what nothing was put into, or it would ask to be filled; with foot and number."""
        for holder in list(slide.placeholders):
            if holder.element.tag.endswith("}sp") and not holder.text_frame.text.strip():
                holder.element.getparent().remove(holder.element)
        foot, number = master.foot()
        tree = slide.shapes._spTree
        said = master.foot_xml(self.about.foot)
        first = max(int(one.get("id")) for one in tree.iter("{*}cNvPr")) + 1
        tree.append(parse_xml(master.filled_xml(foot, first, said)))
        tree.append(parse_xml(master.filled_xml(number, first + 1, master.number_xml())))


def _put(holder: Any, top: float) -> None:
    """From here to the bottom."""
    left, width = holder.left, holder.width
    holder.top, holder.height = Inches(top), Inches(master.BOTTOM - top)
    holder.left, holder.width = left, width


def _write_figure(frame: Any, figure: Figure) -> None:
    frame.text = str(figure.value)
    for level, text in ((1, figure.label), (2, figure.note)):
        if text:
            paragraph = frame.add_paragraph()
            paragraph.text, paragraph.level = text, level
            if level == 2 and figure.tone in _TONES:
                paragraph.runs[0].font.color.theme_color = _TONES[figure.tone]


def _write_text(frame: Any, prose: Sequence[Paragraph], points: Sequence[Point]) -> None:
    first = True

    def paragraph(level: int) -> Any:
        nonlocal first
        made = frame.paragraphs[0] if first else frame.add_paragraph()
        made.level, first = level, False
        return made

    for one in prose:
        level = {"heading": _HEADING, "point": _DEEPER if one.level else _BULLET}.get(one.kind, _POINT)
        made = paragraph(level)
        for run in one.runs:
            added = made.add_run()
            added.text = run.text
            added.font.bold, added.font.italic = run.strong or None, run.slanted or None
    for point in points:
        paragraph(_POINT).text = point.text
        if point.cause:
            paragraph(_CAUSE).text = point.cause


def _place_logo(holder: Any, png: bytes, customer: str) -> None:
    """Whole, in the box of the placeholder, and not cut to it."""
    left, top, width, height = holder.left, holder.top, holder.width, holder.height
    picture = holder.insert_picture(BytesIO(png))
    wide, high = picture.image.size
    picture.crop_left = picture.crop_right = picture.crop_top = picture.crop_bottom = 0
    scale = min(width / wide, height / high)
    picture.left, picture.width, picture.height = left, round(wide * scale), round(high * scale)
    picture.top = top + round((height - high * scale) / 2)
    picture._element.nvPicPr.cNvPr.set("descr", f"Logo of {customer}")


def _place_chart(holder: Any, chart: Chart) -> None:
    data = CategoryChartData(number_format=_format(chart))
    data.categories = list(chart.categories)
    for series in chart.series:
        data.add_series(series.name, [_major(value, chart) for value in series.values])
    frame = holder.insert_chart(_KINDS[chart.kind], data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.finding)
    _style(frame.chart, chart)


def _style(drawn: Any, chart: Chart) -> None:
    drawn.font.size, drawn.font.color.theme_color = Pt(11), MSO_THEME_COLOR.TEXT_2
    drawn.has_title = True
    drawn.chart_title.text_frame.text = chart.finding
    drawn.chart_title.text_frame.paragraphs[0].font.size = Pt(12)
    drawn.chart_title.text_frame.paragraphs[0].font.bold = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    values, names = drawn.value_axis, drawn.category_axis
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(master.LINE)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = _format(chart), False
    if not chart.known or min(chart.known) >= 0:
        values.minimum_scale = 0
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = RGBColor.from_string(master.LINE)
    if chart.kind == "bar":
        names.reverse_order = True
        values.visible = values.has_major_gridlines = False
    else:
        drawn.plots[0].vary_by_categories = False
    _colour(drawn, chart)


def _colour(drawn: Any, chart: Chart) -> None:
    plot = drawn.plots[0]
    if chart.kind != "line":
        plot.gap_width, plot.overlap = 60, -5
    for n, series in enumerate(plot.series):
        colour = _SERIES[n]
        if chart.kind == "line":
            series.smooth, series.marker.style = False, None
            series.format.line.width, series.format.line.color.theme_color = Pt(2.25), colour
            if chart.series[n].muted:
                series.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH
                series.format.line.width = Pt(1.5)
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.theme_color = colour
    if chart.kind == "bar" or (chart.kind == "column" and len(chart.categories) <= 6):
        plot.has_data_labels = True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = _format(chart), False
        plot.data_labels.font.size = Pt(11)


def _major(value: float | None, chart: Chart) -> float | None:
    """Money as people write it, not in minor units."""
    if value is None or chart.unit != "money":
        return value
    return value / float(10 ** minor_exponent(chart.currency))


def _format(chart: Chart) -> str:
    if chart.unit == "ratio":
        return "0%"
    if chart.unit == "money":
        sign = words.currency_sign(chart.currency).replace('"', "")
        return f'"{sign}"#,##0'
    return "General" if chart.unit in ("score", "hours") else "#,##0"


def _place_table(holder: Any, table: Table, top: float) -> float:
    """Returns where it ends, in inches."""
    rows = table.rows[:_MOST_ROWS]
    more = table.left_out + len(table.rows) - len(rows)
    _put(holder, top)
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
