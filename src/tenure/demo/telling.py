"""How it goes for one customer, month after month: mood, changes of the contract, churn and return.

Everything later (usage, tickets, meetings, answers) follows from this story, so that it fits together: usage sinks
weeks before a churn, detractors are those in a bad mood, and renewals end as the contract did.
"""

from math import exp

from tenure.core.periods import add_months
from tenure.demo.calendar import Calendar, day_of, number
from tenure.demo.catalogue import ADD_ONS, PLANS, PlanSold, plan
from tenure.demo.contracts import Decline, Line, Renewal, Terms
from tenure.demo.dice import Dice
from tenure.demo.roster import Entry
from tenure.demo.story import Story

_SEATS = {"SMB": (3, 9), "Mid-market": (8, 30), "Enterprise": (26, 95)}
_TERMS = {
    "SMB": ((1, 0.6), (3, 0.08), (12, 0.32)),
    "Mid-market": ((1, 0.24), (3, 0.14), (12, 0.62)),
    "Enterprise": ((3, 0.12), (12, 0.88)),
}
_FIRST_PLAN = {
    "SMB": ((1, 0.66), (2, 0.32), (3, 0.02)),
    "Mid-market": ((1, 0.25), (2, 0.6), (3, 0.15)),
    "Enterprise": ((2, 0.48), (3, 0.52)),
}
_YEARLY_CHURN = {"SMB": 0.115, "Mid-market": 0.078, "Enterprise": 0.055}
_TERM_PRICE = {1: 1.0, 3: 0.96, 12: 0.9}
_EUR = 0.92


def tell(entry: Entry, seed: int, calendar: Calendar, crowd: float = 1.0) -> Story:
    """The story of one account, up to the calendar's horizon. `crowd` multiplies its seats, for load tests."""
    return _Teller(entry, Dice(seed, 2, entry.index), calendar, crowd).tell()


class _Teller:
    def __init__(self, entry: Entry, dice: Dice, calendar: Calendar, crowd: float) -> None:
        self.entry, self.dice, self.calendar, self.crowd = entry, dice, calendar, crowd
        self.story = Story(entry, fit=dice.normal(0.15, 0.7))
        self.mood = self.story.fit
        self.base = Line("")
        self.add_ons: dict[str, Line] = {}
        self.started = 0
        self.month = 0
        self.discount_months = 0

    def tell(self) -> Story:
        entry, dice = self.entry, self.dice
        months = dice.weighted(_TERMS[entry.segment])
        rank = dice.weighted(_FIRST_PLAN[entry.segment])
        terms = Terms(plan(rank), self._first_seats(), months, self._seat_price(plan(rank), months))
        self._open(entry.paid if entry.paid is not None else entry.created, terms)
        if entry.motion == "product_led":
            self._trial(terms)
        elif entry.paid is None:
            self.story.lines.clear()
        if entry.paid is not None:
            self._run(entry.paid)
        return self.story

    def _first_seats(self) -> int:
        low, high = _SEATS[self.entry.segment]
        return max(2, round((low + (high - low) * self.dice.skewed(1.6)) * self.crowd))

    def _seat_price(self, sold: PlanSold, months: int) -> int:
        currency = _EUR if self.entry.currency == "EUR" else 1.0
        return round(sold.seat_price_minor * _TERM_PRICE[months] * currency)

    def _open(self, day: int, terms: Terms) -> None:
        self.base = Line(f"{self.entry.id}-S{len(self.story.bases) + 1}")
        self.story.lines.append(self.base)
        sales_led = self.entry.motion != "product_led"
        self.discount_months = 12 if sales_led and self.dice.chance(0.4) else 0
        discount = self.dice.pick((5, 10, 10, 15, 20)) if self.discount_months else 0
        self.base.set(day, Terms(terms.plan, terms.seats, terms.months, terms.seat_minor, discount))

    def _trial(self, terms: Terms) -> None:
        trial = Terms(terms.plan, min(terms.seats, 5), 1, terms.seat_minor, status="trialing")
        paid = self.entry.paid
        self.base.changes.insert(0, (self.entry.created, trial))
        if paid is None:
            self.base.changes = [(self.entry.created, trial), (self.entry.created + 14, None)]

    # -- months -----------------------------------------------------------------------------------------------------

    def _run(self, start: int) -> None:
        """Month after month until the horizon or the end of the contract; some come back after a while."""
        self.started, self.month = start, 0
        day = start
        while day <= self.calendar.horizon and self.base.now is not None:
            self._feel(day)
            if self.month and self.month % self.base.now.months == 0:
                self._renew(day, self.base.now)
            if self.base.now is not None:
                self._live(day)
            self.month += 1
            day = number(add_months(day_of(start), self.month))
        if self.base.now is None and self.dice.chance(0.13):
            self._return(self.base.changes[-1][0] + self.dice.between(40, 260))

    def _feel(self, day: int) -> None:
        self.mood = 0.82 * self.mood + 0.18 * self.story.fit + self.dice.normal(0, 0.28)
        self.story.moods.append((day, max(-2.0, min(2.0, self.mood))))

    def _good(self, rate: float) -> float:
        return rate * min(2.5, exp(0.62 * self.mood))

    def _bad(self, rate: float) -> float:
        return rate * min(5.0, exp(-1.11 * self.mood))

    def _return(self, day: int) -> None:
        last = [terms for _, terms in self.base.changes if terms is not None][-1]
        if day > self.calendar.horizon:
            return
        seats = max(2, round(last.seats * (0.5 + 0.5 * self.dice.roll())))
        self.mood = self.story.fit = max(self.story.fit, 0.2)
        self._open(day, Terms(last.plan, seats, last.months, last.seat_minor))
        self._run(day)

    # -- at the end of a term ----------------------------------------------------------------------------------------

    def _renew(self, day: int, terms: Terms) -> None:
        due = self._mrr()
        churn = self._bad(_YEARLY_CHURN[self.entry.segment]) * terms.months / 12
        if self.dice.chance(churn):
            self._leave(day)
        else:
            self._prolong(day, terms)
        if terms.months == 12:
            self._record(day, due)

    def _record(self, day: int, due: int) -> None:
        renewed = self._mrr()
        signed = None if renewed == 0 else day - self.dice.between(-12, 55)
        sure = 0.9 if renewed else 0.55
        expected = min(1.0, max(0.0, sure + self.dice.normal(0, 0.2)))
        self.story.renewals.append(Renewal(self.base.id, day, due, renewed, signed, expected))

    def _mrr(self) -> int:
        return sum(line.now.mrr_minor for line in (self.base, *self.add_ons.values()) if line.now is not None)

    def _leave(self, day: int, announced: bool = True) -> None:
        for line in (self.base, *self.add_ons.values()):
            line.set(day, None)
        self.add_ons.clear()
        weeks = self.dice.between(6, 12)
        floor = 0.08 + 0.25 * self.dice.roll() if self.dice.chance(0.85) and announced else 0.85
        self.story.declines.append(Decline(day - 7 * weeks, day, floor))

    def _prolong(self, day: int, terms: Terms) -> None:
        if terms.discount and self.month >= self.discount_months:
            self.base.alter(day, discount=0)
        if self.month % 12 == 0 and self.dice.chance(0.3):
            self._raise_price(day, 1 + self.dice.pick((0.02, 0.03, 0.04, 0.05)))
        if terms.months > 1 and self.dice.chance(self._bad(0.05)):
            self._fewer_seats(day)

    def _raise_price(self, day: int, factor: float) -> None:
        for line in (self.base, *self.add_ons.values()):
            if line.now is not None:
                line.alter(day, seat_minor=round(line.now.seat_minor * factor))

    # -- inside a term -----------------------------------------------------------------------------------------------

    def _live(self, day: int) -> None:
        """At most one thing happens in a month, some days into it."""
        monthly = self.base.now is not None and self.base.now.months == 1
        happenings = (
            (self._more_seats, self._good(0.03)),
            (self._upgrade, self._good(0.006)),
            (self._add_on, self._good(0.013)),
            (self._fewer_seats, self._bad(0.012) if monthly else 0.0),
            (self._downgrade, self._bad(0.0026)),
            (self._drop_add_on, self._bad(0.003)),
            (self._pause, self._bad(0.004) if monthly else 0.0),
            (self._pay_late, 0.006),
            (self._commit, 0.007 if monthly else 0.0),
            (self._dip, 0.008),
        )
        left = self.dice.roll()
        for happening, rate in happenings:
            left -= rate
            if left < 0:
                happening(day + self.dice.between(1, 26))
                return

    def _more_seats(self, day: int) -> None:
        self._seats(day, 1.07 + 0.22 * self.dice.roll(), 1)

    def _fewer_seats(self, day: int) -> None:
        self._seats(day, 0.72 + 0.2 * self.dice.roll(), -1)

    def _seats(self, day: int, factor: float, at_least: int) -> None:
        """Add-ons are bought for everyone, so their seats follow."""
        if self.base.now is None:
            return
        old = self.base.now.seats
        new = max(2, round(old * factor))
        new = new if new != old else max(2, old + at_least)
        for line in (self.base, *self.add_ons.values()):
            line.alter(day, seats=new)

    def _upgrade(self, day: int) -> None:
        self._move(day, 1)

    def _downgrade(self, day: int) -> None:
        self._move(day, -1)

    def _move(self, day: int, by: int) -> None:
        terms = self.base.now
        if terms is None or not 1 <= terms.plan.rank + by <= len(PLANS):
            return
        target = plan(terms.plan.rank + by)
        ratio = terms.seat_minor / self._seat_price(terms.plan, terms.months)
        self.base.alter(day, plan=target, seat_minor=round(self._seat_price(target, terms.months) * ratio))

    def _add_on(self, day: int) -> None:
        terms = self.base.now
        free = [sold for sold in ADD_ONS if sold.product not in self.add_ons]
        if terms is None or not free:
            return
        sold = self.dice.pick(free)
        count = sum(sold.product in line.id for line in self.story.lines)
        line = Line(f"{self.entry.id}-{sold.product}-{count + 1}")
        line.set(day, Terms(sold, terms.seats, terms.months, self._seat_price(sold, terms.months)))
        self.story.lines.append(line)
        self.add_ons[sold.product] = line

    def _drop_add_on(self, day: int) -> None:
        if self.add_ons:
            self.add_ons.pop(self.dice.pick(sorted(self.add_ons))).set(day, None)

    def _pause(self, day: int) -> None:
        """The whole contract rests; most take it up again on the day they said."""
        resume = day + self.dice.between(28, 75)
        lines = [line for line in (self.base, *self.add_ons.values()) if line.now is not None]
        before = [line.now for line in lines]
        for line in lines:
            line.alter(day, status="paused", resume=resume)
        self._skip_to(resume)
        if self.dice.chance(0.2):
            self._leave(resume)
            return
        for line, terms in zip(lines, before, strict=True):
            line.set(resume, terms)

    def _skip_to(self, day: int) -> None:
        while number(add_months(day_of(self.started), self.month + 1)) <= day:
            self.month += 1

    def _pay_late(self, day: int) -> None:
        """Dunning: most pay in the end."""
        settled = day + self.dice.between(8, 24)
        self.base.alter(day, status="past_due")
        self._skip_to(settled)
        if self.dice.chance(0.06):
            self._leave(settled, announced=False)
        else:
            self.base.alter(settled, status="active")

    def _commit(self, day: int) -> None:
        """From monthly to yearly, at the yearly price: less a month for longer."""
        for line in (self.base, *self.add_ons.values()):
            if line.now is not None:
                line.alter(day, months=12, seat_minor=round(line.now.seat_minor * _TERM_PRICE[12]))

    def _dip(self, day: int) -> None:
        """A false alarm: usage falls for some weeks and comes back."""
        end = day + self.dice.between(21, 49)
        self.story.declines.append(Decline(day, end, 0.35 + 0.3 * self.dice.roll(), recovers=True))
