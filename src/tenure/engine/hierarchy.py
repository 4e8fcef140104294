"""The ultimate parent of every account on every day, through several levels and through time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

EVER, NEVER = date.min, date.max


@dataclass(frozen=True, slots=True)
class Link:
    """`account` belonged to `parent` on the days [start, end)."""

    account: str
    parent: str
    start: date = EVER
    end: date = NEVER


Span = tuple[date, date, str]


def ultimate_parents(links: Iterable[Link]) -> tuple[list[Link], list[str]]:
    """The ultimate parent of each account that ever had a parent: one row covers any day, adjoining rows differ.

    Of two parents on one day the one that came later holds. A link that would close a circle is refused for the days on
    which it would, with a sentence in the second list; on those days the account is its own parent at that point.
    """
    by_account: dict[str, list[Link]] = {}
    for link in links:
        by_account.setdefault(link.account, []).append(link)
    resolver = _Resolver({account: _one_a_day(found) for account, found in by_account.items()})
    rows = [Link(account, parent, a, b) for account in sorted(by_account) for a, b, parent in resolver.of(account)]
    return rows, sorted(resolver.refused)


def _one_a_day(links: Sequence[Link]) -> list[Span]:
    """The parents of one account without overlaps: each lasts at most until the next one starts."""
    ordered = sorted(links, key=lambda link: (link.start, link.end))
    ends = [link.start for link in ordered[1:]] + [NEVER]
    spans = ((link.start, min(link.end, end), link.parent) for link, end in zip(ordered, ends, strict=True))
    return [span for span in spans if span[0] < span[1]]


class _Resolver:
    def __init__(self, parents: dict[str, list[Span]]) -> None:
        self._parents = parents
        self._done: dict[str, list[Span]] = {}
        self.refused: set[str] = set()

    def of(self, account: str) -> list[Span]:
        if account not in self._done:
            self._done[account] = _joined(self._climb(account, EVER, NEVER, (account,)))
        return self._done[account]

    def _climb(self, account: str, start: date, end: date, path: tuple[str, ...]) -> list[Span]:
        """Spans of [start, end) with the topmost account above `account`; `path` is the way that led here."""
        spans: list[Span] = []
        at = start
        for a, b, parent in self._parents.get(account, []):
            low, high = max(a, at), min(b, end)
            if low >= high:
                continue
            spans += [(at, low, account)] if at < low else []
            spans += self._above(account, parent, low, high, path)
            at = high
        return spans + ([(at, end, account)] if at < end else [])

    def _above(self, account: str, parent: str, low: date, high: date, path: tuple[str, ...]) -> list[Span]:
        if parent in path:
            circle = " → ".join((*path[path.index(parent) :], parent))
            self.refused.add(
                f"Account hierarchy: {circle} is a circle from {'ever' if low == EVER else low}; its last link was "
                "left out. Mend account_hierarchy."
            )
            return [(low, high, account)]
        return self._climb(parent, low, high, (*path, parent))


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end, parent in spans:
        if joined and joined[-1][2] == parent and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end, parent)
        else:
            joined.append((start, end, parent))
    return joined
