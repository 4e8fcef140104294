"""Native charts of a presentation, which hold their numbers."""

from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.util import Pt

from tenure.core import words
from tenure.core.money import minor_exponent
from tenure.planning.reviews.exhibits import Chart
from tenure.planning.reviews.files import master

_KINDS: Final = {
    "line": XL_CHART_TYPE.LINE,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
}
_SERIES: Final = (MSO_THEME_COLOR.ACCENT_1, MSO_THEME_COLOR.TEXT_2, MSO_THEME_COLOR.ACCENT_2, MSO_THEME_COLOR.ACCENT_3)


def place_chart(holder: Any, chart: Chart) -> None:
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
