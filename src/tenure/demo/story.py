"""What one customer's story comes to: contract lines, renewals, declines of usage, moods."""

from dataclasses import dataclass, field

from tenure.demo.contracts import Decline, Line, Renewal
from tenure.demo.roster import Entry


@dataclass(slots=True)
class Story:
    entry: Entry
    lines: list[Line] = field(default_factory=list)
    renewals: list[Renewal] = field(default_factory=list)
    declines: list[Decline] = field(default_factory=list)
    moods: list[tuple[int, float]] = field(default_factory=list)  # month's first day, -2 to 2
    fit: float = 0.0

    def mood(self, day: int) -> float:
        last = 0.0
        for start, mood in self.moods:
            if start > day:
                break
            last = mood
        return last

    def paid_spans(self) -> list[tuple[int, int | None]]:
        """Days on which a workspace subscription was paid, joined where they touch."""
        return join_spans([span[:2] for line in self.bases for span in line.spans() if span[2].pays])

    @property
    def bases(self) -> list[Line]:
        return [line for line in self.lines if "-S" in line.id]

    def mrr_minor(self, day: int) -> int:
        spans = (span for line in self.lines for span in line.spans())
        return sum(terms.mrr_minor for start, end, terms in spans if start <= day and (end is None or day < end))

    def runs_yearly(self, day: int) -> bool:
        """Whether a yearly term is paid on the day; one that is only to come is nobody's renewal yet."""
        spans = (span for line in self.bases for span in line.spans())
        return any(t.pays and t.months == 12 and start <= day and (end is None or day < end) for start, end, t in spans)

    def most_seats(self, day: int) -> int:
        return max((t.seats for line in self.bases for start, _, t in line.spans() if start <= day), default=0)


def join_spans(spans: list[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    joined: list[tuple[int, int | None]] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if joined and (joined[-1][1] is None or joined[-1][1] >= start):
            last = joined[-1][1]
            joined[-1] = (joined[-1][0], None if last is None or end is None else max(last, end))
        else:
            joined.append((start, end))
    return joined
