"""A review as sheets: what stands on each, for the customer or for us. Slides and paper are made from these."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

from tenure.company.models import settings_row
from tenure.core import words
from tenure.customers.models import AccountLogo
from tenure.planning.reviews.exhibits import Chart, Facts, Figure, Point, Table
from tenure.planning.reviews.files.readable import readable
from tenure.planning.reviews.models import Review, ReviewBlock
from tenure.planning.reviews.preparing import facts_of
from tenure.planning.reviews.prose import Paragraph, Run, paragraphs

_MOST: Final = 620  # letters of running text that a sheet holds beside its figures
_BESIDE: Final = 330  # ... beside a chart
_SPACE: Final = 40  # what a paragraph takes besides its letters


@dataclass(frozen=True, slots=True)
class Sheet:
    """`title` is the finding, `topic` what it is about; `sources` say where it is from, `notes` are for who speaks."""

    topic: str
    title: str
    internal: bool = False
    figures: tuple[Figure, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    points: tuple[Point, ...] = ()
    prose: tuple[Paragraph, ...] = ()
    sources: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet, and what stands at the foot of all."""

    title: str
    customer: str
    company: str
    on: date | None
    as_of: date | None
    for_customer: bool
    people: tuple[str, ...]
    logo: bytes = b""

    @property
    def dated(self) -> str:
        return words.day(self.on) if self.on else ""

    @property
    def foot(self) -> str:
        known = f"facts as of {words.day(self.as_of)}" if self.as_of else ""
        for_whom = "" if self.for_customer else "internal"
        return "  ·  ".join(part for part in (self.company, self.customer, known, for_whom) if part)


def cover_of(review: Review, for_customer: bool) -> Cover:
    logo = AccountLogo.objects.filter(account=review.account_id).first()
    people = tuple(guest.name for guest in review.guests.all())
    return readable(Cover(
        review.title or "Review", str(review.account), settings_row().name, review.held_on or review.due_on,
        review.as_of, for_customer, people, bytes(logo.png) if logo else b"",
    ))  # fmt: skip


def sheets_of(review: Review, for_customer: bool) -> list[Sheet]:
    """Of what is not hidden, and for the customer of what is not internal; at the end what was decided."""
    blocks = review.blocks.filter(hidden=False)
    shown = blocks.filter(internal=False) if for_customer else blocks
    found = [sheet for block in shown for sheet in _of_block(block, for_customer)]
    return readable([*found, *_minutes(review)])


def _of_block(block: ReviewBlock, for_customer: bool) -> Iterator[Sheet]:
    """One sheet, and more where a chart and a table, or many words, do not fit on one."""
    facts, prose = facts_of(block), paragraphs(block.body)
    empty = facts is None or facts.is_empty
    if empty and not prose and not block.headline:
        return
    facts = facts or Facts(as_of=date.min, since=date.min)
    title = block.headline or facts.lead.rstrip(".") or block.title
    sources, notes = (
        _sources(facts),
        "\n".join(([block.prompt] if block.prompt and not for_customer else []) + [*facts.missing]),
    )
    first, later = _parted(prose, _BESIDE if facts.chart else _MOST)
    both = facts.chart is not None and facts.table is not None
    yield Sheet(block.title, title, block.internal, facts.figures[:4], facts.chart, None if both else facts.table,
                facts.points, tuple(first), sources, notes)  # fmt: skip
    if both:
        yield Sheet(block.title, title, block.internal, table=facts.table, sources=sources, notes=notes)
    while later:
        first, later = _parted(later, 2 * _MOST)
        yield Sheet(block.title, title, block.internal, prose=tuple(first), sources=sources, notes=notes)


def _parted(prose: Sequence[Paragraph], most: int) -> tuple[list[Paragraph], list[Paragraph]]:
    """As many paragraphs as fit, at least one, and the rest."""
    ends = accumulate(len(one.text) + _SPACE for one in prose)
    fit = max(1, sum(end <= most for end in ends))
    return list(prose[:fit]), list(prose[fit:])


def _sources(facts: Facts) -> str:
    """Where it is from and of which days."""
    if not facts.sources:
        return ""
    return f"Sources: {', '.join(facts.sources)}. Facts of {words.day(facts.since)} to {words.day(facts.as_of)}."


def _minutes(review: Review) -> Iterator[Sheet]:
    minutes = getattr(review, "minutes", None)
    steps = [
        step for step in review.steps.select_related("task__owner", "task__contact") if step.task.state != "cancelled"
    ]
    decided = tuple(Paragraph("point", (Run(one),)) for one in (minutes.decisions if minutes else ()))
    rows = tuple(
        (step.task.title, str(step.task.contact or step.task.owner or words.EMPTY), words.day(step.task.due_on),
         step.task.get_state_display().lower())
        for step in steps
    )  # fmt: skip
    if decided or rows:
        table = Table(columns=("Step", "Who", "Due", ""), rows=rows, numeric=(False, False, True, False))
        yield Sheet("Decisions", "What we decided, and what is next", prose=decided, table=table if rows else None,
                    sources=f"Held on {words.day(review.held_on)}." if review.held_on else "")  # fmt: skip
