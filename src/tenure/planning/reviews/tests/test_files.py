"""Slides and paper: what is in them, for whom, and that a file which opens here opens elsewhere."""

import posixpath
import zipfile
from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from tenure.company.models import User
from tenure.customers.logos import set_logo
from tenure.customers.models import Account, Contact
from tenure.planning.models import Review
from tenure.planning.reviews import holding, writing
from tenure.planning.reviews.drawing import drawn, scale
from tenure.planning.reviews.exhibits import Chart, Facts, Figure, Point, Series, Table, Value
from tenure.planning.reviews.files import paper, sheets_of, slides
from tenure.planning.reviews.files.master import LAYOUTS
from tenure.planning.reviews.holding import Held, Step
from tenure.planning.reviews.prose import paragraphs
from tenure.planning.reviews.tests.conftest import DUE, TODAY

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
HOSTILE = '#panic("no") $x$ *b* _i_ `c` <script>alert(1)</script> \\ #include "x" & " \' ]'
CHART = Chart(
    kind="line", finding="People a week", categories=("1 Sep", "8 Sep", "15 Sep"),
    series=(Series(name="People", values=(3.0, None, 5.0)), Series(name="Seats", values=(9.0, 9.0, 9.0), muted=True)),
)  # fmt: skip
MONEY = Chart(kind="column", finding="Value", categories=("Q1", "Q2"), unit="money", currency="USD",
              series=(Series(name="Value", values=(120_000.0, -5_050.0)),))  # fmt: skip
TABLE = Table(
    columns=("Step", "Due"), rows=(("Send it", "1 Dec"), (HOSTILE, "2 Dec")), numeric=(False, True), left_out=3
)


def facts(**shown: Any) -> dict[str, Any]:
    return Facts(as_of=DAY, since=DAY - timedelta(days=91), sources=("usage events",), **shown).model_dump(mode="json")


@pytest.fixture
def full(review: Review) -> Review:
    """One of each: figures, chart, table, points, money, typed words, what is ours, what is hidden."""
    figures = (Figure(label="People", value=Value(amount=5), note="from 3", tone="good"),) * 4
    blocks: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
        (
            "usage",
            {"lead": "5 people.", "figures": figures, "chart": CHART, "points": (Point(text="Up", cause="3 to 5"),)},
            {},
        ),
        ("value", {"lead": "Worth it.", "chart": MONEY, "table": TABLE}, {}),
        ("steps", {"lead": HOSTILE, "table": TABLE}, {}),
        ("summary", {}, {"headline": HOSTILE, "body": f"**Bold** {HOSTILE}\n\n- one\n    - two\n"}),
        ("support", {"lead": "Hidden away."}, {"hidden": True}),
        ("contract", {"lead": "They pay too much.", "figures": figures[:1]}, {"internal": True, "prompt": "Ask Tom"}),
        ("voice", {"missing": ("Nobody answered.",)}, {}),
    )
    for place, (kind, shown, more) in enumerate(blocks, 1):
        review.blocks.create(place=place, kind=kind, title=kind.capitalize(), facts=facts(**shown), **more)
    return review


def opened(review: Review, for_customer: bool) -> Any:
    return Presentation(BytesIO(slides(review, for_customer)))


def words_of(deck: Any) -> str:
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
        if slide.has_notes_slide:
            found.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(found)


class TestSlides:
    def test_our_own_master_is_wide_and_every_shape_is_a_placeholder_of_it(self, full: Review) -> None:
        deck = opened(full, False)
        assert (deck.slide_width, deck.slide_height) == (Inches(13.333), Inches(7.5))
        assert [layout.name for layout in deck.slide_layouts] == list(LAYOUTS)
        used = [slide.slide_layout.name for slide in deck.slides]
        assert used[0] == "Title"
        assert used[-1] == "Closing"
        assert set(used) == set(LAYOUTS)
        for slide in deck.slides:
            assert all(shape.is_placeholder for shape in slide.shapes)

    def test_nothing_asks_to_be_filled_and_nothing_leaves_the_slide(self, full: Review) -> None:
        deck = opened(full, False)
        for slide in deck.slides:
            for shape in slide.shapes:
                assert not shape.has_text_frame or shape.text_frame.text.strip()
                assert shape.left + shape.width <= deck.slide_width
                assert shape.top >= 0

    def test_charts_are_native_and_hold_the_numbers(self, full: Review) -> None:
        charts = [shape.chart for slide in opened(full, True).slides for shape in slide.shapes if shape.has_chart]
        usage, value = charts
        assert list(usage.plots[0].categories) == list(CHART.categories)
        assert [tuple(one.values) for one in usage.plots[0].series] == [(3.0, None, 5.0), (9.0, 9.0, 9.0)]
        assert [tuple(one.values) for one in value.plots[0].series] == [(1200.0, -50.5)], "money as people write it"
        assert usage.part.chart_workbook.xlsx_part is not None, "its numbers can be edited"

    def test_the_customer_gets_neither_what_is_ours_nor_what_is_hidden(self, full: Review) -> None:
        theirs, ours = words_of(opened(full, True)), words_of(opened(full, False))
        for secret in ("They pay too much", "Ask Tom", "Internal", "For us"):
            assert secret not in theirs
            assert secret in ours
        assert "Hidden away" not in theirs + ours

    def test_letters_that_no_xml_may_hold_keep_nobody_from_the_file(self, full: Review) -> None:
        Account.objects.filter(pk=full.account_id).update(name="Ostr\x0belle & <Söhne>\x01")
        full.blocks.update(title="Wo\x02rds", body="**Well** sa\x03id")
        again = Review.objects.get(pk=full.pk)
        assert "& <Söhne>" in words_of(opened(again, False))
        assert paper(again, False).startswith(b"%PDF")

    def test_what_is_not_known_makes_no_empty_sheet(self, full: Review) -> None:
        assert "Voice" not in {sheet.topic for sheet in sheets_of(full, False)}

    def test_notes_say_sources_and_days(self, full: Review) -> None:
        (slide,) = [
            s for s in opened(full, True).slides if "5 people" in (s.shapes.title.text if s.shapes.title else "")
        ]
        said = slide.notes_slide.notes_text_frame.text
        assert "Sources: usage events. Facts of 25 Aug 2026 to 24 Nov 2026." in said

    def test_typed_words_keep_their_weight_and_depth(self, full: Review) -> None:
        (slide,) = [
            s for s in opened(full, True).slides if "#panic" in s.shapes.title.text and s.slide_layout.name == "Content"
        ]
        text = next(s.text_frame for s in slide.placeholders if s.placeholder_format.idx == 15)
        assert text.paragraphs[0].runs[0].font.bold
        assert [one.level for one in text.paragraphs] == [0, 2, 3]

    def test_the_logo_is_whole(self, full: Review, alice: User) -> None:
        out = BytesIO()
        Image.new("RGB", (400, 100), "red").save(out, "PNG")
        set_logo(alice, full.account, out.getvalue())
        cover = opened(full, True).slides[0]
        (picture,) = [shape for shape in cover.shapes if shape.placeholder_format.idx == 18]
        assert picture.width / picture.height == pytest.approx(4, rel=0.01)
        assert picture.crop_left == picture.crop_top == 0

    @pytest.mark.parametrize("for_customer", [True, False])
    def test_the_file_is_whole(self, full: Review, for_customer: bool) -> None:
        """No part twice, every part is XML, every relation leads somewhere, every id on a slide is there once."""
        file = zipfile.ZipFile(BytesIO(slides(full, for_customer)))
        names = file.namelist()
        assert max(Counter(names).values()) == 1
        for name in names:
            if name.endswith((".xml", ".rels")):
                root = ElementTree.fromstring(file.read(name))  # noqa: S314 - our own
                if name.endswith(".rels"):
                    base = posixpath.dirname(posixpath.dirname(name))
                    for one in root:
                        target = posixpath.normpath(posixpath.join("/", base, one.get("Target", ""))).lstrip("/")
                        assert one.get("TargetMode") == "External" or target in names, (name, target)
                if name.startswith("ppt/slides/slide"):
                    ids = [one.get("id") for one in root.iter() if one.tag.endswith("}cNvPr")]
                    assert len(ids) == len(set(ids))

    def test_an_empty_review_is_a_cover_and_an_end(self, review: Review) -> None:
        assert len(opened(review, True).slides) == 2


class TestPaper:
    def test_it_is_a_pdf_and_the_customers_has_less(self, full: Review) -> None:
        assert paper(full, True).startswith(b"%PDF-")
        assert len(_pages(full, False)) == len(_pages(full, True)) + 1

    def test_words_are_never_markup(self, full: Review) -> None:
        """Every hostile text is set as it is: one that was read as markup would stop the setting, or vanish."""
        before = len(_pages(full, True))
        for block in full.blocks.exclude(kind="voice"):
            block.title = block.headline = HOSTILE[:80]
            block.save()
        assert len(_pages(full, True)) == before

    def test_long_words_go_on_on_another_page(self, full: Review) -> None:
        block = full.blocks.get(kind="summary")
        before = len(_pages(full, True))
        block.body = "\n\n".join(["A paragraph of words that goes on for a while and says little."] * 40)
        block.save()
        assert len(_pages(full, True)) > before
        assert len(opened(full, True).slides) > 7


def _pages(review: Review, for_customer: bool) -> list[bytes]:
    found: Any = paper(review, for_customer, "png")
    return found if isinstance(found, list) else [found]


def test_what_was_decided_closes_the_deck(full: Review, alice: User, dana: Contact, account: Account) -> None:
    step = Step("Name a lead", TODAY, contact=dana)
    holding.hold(alice, full.pk, Held(DUE, [], "secret notes", ["Go on as planned"], [step]), TODAY, seen="")
    full = Review.objects.get(pk=full.pk)
    last = sheets_of(full, True)[-1]
    assert last.prose[0].text == "Go on as planned"
    assert last.table is not None
    assert last.table.rows == (("Name a lead", "Dana", "25 Nov 2026", "open"),)
    assert "secret notes" not in words_of(opened(full, False))


class TestDrawing:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [([0], (0, 1)), ([3, 9], (0, 10)), ([-5, 12], (-5, 15)), ([0.4, 0.9], (0, 1)), ([41, 58], (0, 60))],
    )  # fmt: skip
    def test_an_axis_has_zero_in_it_and_holds_all(self, values: list[float], expected: tuple[float, float]) -> None:
        low, high, step = scale(values)
        assert (low, high) == pytest.approx(expected)
        assert 2 <= (high - low) / step <= 6

    def test_the_unknown_is_a_gap(self) -> None:
        lines = drawn(CHART, 400, 200).lines
        assert [len(line.points) for line in lines] == [1, 1, 3]

    @pytest.mark.parametrize("chart", [CHART, MONEY, CHART.model_copy(update={"kind": "bar"})])
    def test_everything_is_inside(self, chart: Chart) -> None:
        made = drawn(chart, 400, 200)
        for mark in made.marks:
            assert 0 <= mark.x <= mark.x + mark.width <= made.width
            assert 0 <= mark.y <= mark.y + mark.height <= made.height
        for label in (*made.labels, *made.legend):
            assert 0 <= label.x <= made.width

    def test_columns_below_zero_hang_from_it(self) -> None:
        up, down = drawn(MONEY, 400, 200).marks
        assert up.y + up.height == pytest.approx(down.y)


def test_markdown_becomes_paragraphs() -> None:
    found = paragraphs(
        "# Head\nText *slanted*\nnext\n\n1. one\n2. two\n   - deep\n\n![x](http://t.example/x.png) <b>no</b>"
    )
    assert [(one.kind, one.level, one.number) for one in found] == [
        ("heading", 0, ""), ("text", 0, ""), ("point", 0, "1."), ("point", 0, "2."), ("point", 1, ""), ("text", 0, ""),
    ]  # fmt: skip
    assert found[1].text == "Text slanted\nnext"
    assert found[-1].text == "x <b>no</b>"


def test_who_writes_late_does_not_lose_what_was_exported(full: Review, alice: User) -> None:
    block = full.blocks.get(kind="summary")
    writing.edit_block(alice, full.pk, block.pk, {"headline": "Shorter"}, seen=1)
    assert "Shorter" in words_of(opened(full, True))
