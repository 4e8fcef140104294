"""A review as a PowerPoint presentation that can be edited: real placeholders, native charts with their numbers."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml

from tenure.planning.reviews.exhibits import Figure, Point
from tenure.planning.reviews.files import master
from tenure.planning.reviews.files.charts import place_chart
from tenure.planning.reviews.files.readable import readable
from tenure.planning.reviews.files.sheets import Cover, Sheet, cover_of, sheets_of
from tenure.planning.reviews.files.tables import place_table
from tenure.planning.reviews.models import Review
from tenure.planning.reviews.prose import Paragraph

_TONES: Final = {"good": MSO_THEME_COLOR.ACCENT_5, "bad": MSO_THEME_COLOR.ACCENT_6, "warn": MSO_THEME_COLOR.ACCENT_4}
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
    deck.closing(readable(str(review.owner or "")), review.owner.email if review.owner else "")
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
            master.put(holders[master.CHART], top)
            place_chart(holders[master.CHART], sheet.chart)
        elif sheet.table:
            top = place_table(holders[master.TABLE], sheet.table, top)
        if sheet.points or sheet.prose:
            master.put(holders[master.TEXT], top)
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
