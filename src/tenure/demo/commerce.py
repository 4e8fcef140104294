"""Rows about what is sold and bought: catalogue, exchange rates, subscriptions, entitlements, renewals, deals."""

from collections.abc import Iterator

import numpy as np

from tenure.core.periods import add_months
from tenure.demo.calendar import Calendar, day_of, number
from tenure.demo.catalogue import ADD_ONS, OFFERINGS, PLANS, PRODUCT_NAMES, WORKSPACE
from tenure.demo.contracts import Line, Renewal, Terms
from tenure.demo.dice import Dice
from tenure.demo.files import Files, Row
from tenure.demo.story import Story, join_spans

_INTERVALS = {1: ("month", 1), 3: ("month", 3), 12: ("year", 1)}
_EARLIEST = 800  # days before the first day on which the oldest customers came


def catalogue(files: Files) -> None:
    files.add_all("products", ({"product_id": id, "name": name} for id, name in PRODUCT_NAMES.items()))
    for plan in (*PLANS, *ADD_ONS):
        files.add("plans", {"plan_id": plan.id, "product_id": plan.product, "name": plan.name, "rank": plan.rank})
    for offer in OFFERINGS:
        row = {"offering_id": offer.id, "name": offer.name, "feature": offer.feature}
        files.add("offerings", {**row, "min_events": offer.min_events, "min_users": offer.min_users})
        files.add_all("offering_plans", ({"offering_id": offer.id, "plan_id": plan} for plan in offer.plans))


def fx_rates(seed: int, calendar: Calendar) -> Iterator[Row]:
    """The euro in dollars on the first of each month: a slow walk between 1.02 and 1.2."""
    day = day_of(calendar.first - _EARLIEST).replace(day=1)
    walk = np.random.default_rng((seed, 8)).normal(0, 0.011, 400)
    rate, step = 1.1, 0
    while number(day) <= calendar.end:
        yield {"currency": "EUR", "rate_date": number(day), "rate_to_reporting": round(rate, 4)}
        rate = min(1.2, max(1.02, rate + 0.05 * (1.1 - rate) + float(walk[step])))
        day, step = add_months(day, 1), step + 1


def subscriptions(story: Story, calendar: Calendar, longest: int | None = None) -> Iterator[Row]:
    """One row an interval without change. What begins after the end is not known yet; what ends after it is open."""
    for line in story.lines:
        for count, (start, end, terms) in enumerate(_pieces(line, calendar.end, longest), 1):
            yield {
                "subscription_row_id": f"{line.id}-{count}",
                "subscription_id": line.id,
                "account_id": story.entry.id,
                "currency": story.entry.currency,
                "start_date": start,
                "end_date_excl": calendar.known(end),
                **_bought(terms),
            }


def _pieces(line: Line, last: int, longest: int | None) -> Iterator[tuple[int, int | None, Terms]]:
    """The line's intervals up to the last day, cut where they are longer than `longest`."""
    for start, end, terms in line.spans():
        while longest and start + longest <= last and (end is None or start + longest < end):
            yield start, start + longest, terms
            start += longest
        if start <= last:
            yield start, end, terms


def _bought(terms: Terms) -> Row:
    interval, times = _INTERVALS[terms.months]
    return {
        "product_id": terms.plan.product,
        "plan_id": terms.plan.id,
        "plan_rank": terms.plan.rank,
        # Those of an add-on are the same people: counted once, with the workspace.
        "seats": terms.seats if terms.plan.product == WORKSPACE else None,
        "billing_interval": interval,
        "interval_count": times,
        "price_minor": terms.price_minor,
        "discount_minor": 0,
        "discount_percent": terms.discount,
        "recurring": True,
        "status": terms.status,
        "scheduled_resume_date": terms.resume,
    }


def entitlements(story: Story, calendar: Calendar) -> Iterator[Row]:
    """What each plan grants while it is in force; seats are those of the subscription, so they are left out here."""
    spans: dict[tuple[str, str], list[tuple[int, int | None]]] = {}
    for line in story.lines:
        for start, end, terms in line.spans():
            if terms.status != "paused" and start <= calendar.end:
                for feature in terms.plan.features:
                    spans.setdefault((terms.plan.product, feature), []).append((start, end))
    for (product, feature), held in spans.items():
        for start, end in join_spans(held):
            row = {"account_id": story.entry.id, "product_id": product, "feature": feature}
            yield {**row, "start_date": start, "end_date_excl": calendar.known(end)}


def renewals(story: Story, calendar: Calendar, dice: Dice) -> Iterator[tuple[Row, list[Row]]]:
    """Each yearly term that came up or will within a year, with what was forecast for it 90, 60 and 30 days before."""
    last = calendar.end + 366 if story.runs_yearly(calendar.end) else calendar.end
    for count, renewal in enumerate(story.renewals, 1):
        if renewal.term_end > last:
            return
        id = f"{story.entry.id}-R{count}"
        yield _renewal(story, renewal, calendar, id), _forecasts(renewal, calendar, dice, id)


def _renewal(story: Story, renewal: Renewal, calendar: Calendar, id: str) -> Row:
    signed = calendar.known(renewal.signed)
    lost = renewal.signed is None and renewal.term_end <= calendar.end
    ahead = renewal.term_end > calendar.end
    return {
        "renewal_id": id,
        "account_id": story.entry.id,
        "subscription_id": renewal.line,
        "term_end_on": renewal.term_end,
        # What will be due is not known before: until then it is what is paid today.
        "mrr_due_minor": story.mrr_minor(calendar.end) if ahead else renewal.due_minor,
        "currency": story.entry.currency,
        "signed_on": signed,
        "mrr_renewed_minor": renewal.renewed_minor if signed is not None else 0 if lost else None,
        "decision": "renewed" if signed is not None else "churned" if lost else "pending",
    }


def _forecasts(renewal: Renewal, calendar: Calendar, dice: Dice, id: str) -> list[Row]:
    """The nearer the date, the nearer the forecast to what comes."""
    rows: list[Row] = []
    for before, blur in ((90, 0.6), (60, 0.4), (30, 0.2)):
        day = renewal.term_end - before
        expected = renewal.due_minor * renewal.expected
        forecast = blur * expected + (1 - blur) * renewal.renewed_minor * dice.normal(1, 0.03)
        if day <= calendar.end:
            rows.append({"renewal_id": id, "snapshot_on": day, "forecast_mrr_minor": max(0, round(forecast))})
    return rows


def opportunities(story: Story, calendar: Calendar, dice: Dice) -> Iterator[Row]:
    """Those that were won are in the contract: upgrades, add-ons, more seats. Others were lost or are still open."""
    for count, (day, kind, product, gain) in enumerate(_grown(story), 1):
        opened = day - dice.between(12, 70)
        if opened > calendar.end or not dice.chance(0.75):
            continue
        won = day <= calendar.end
        yield _deal(story, dice, f"W{count}", kind, product, gain * 12, opened, "won" if won else "open", day)
    for count in range(dice.between(0, 3)):
        spans = story.paid_spans()
        if not spans or (story.entry.segment == "SMB" and dice.chance(0.7)):
            return
        opened = dice.between(max(spans[0][0], calendar.first), calendar.end)
        closed = opened + 20 + dice.gap(60)
        stage = "lost" if closed <= calendar.end else "open"
        sold = dice.pick(ADD_ONS)
        amount = sold.seat_price_minor * story.most_seats(opened) * 12
        yield _deal(story, dice, f"L{count + 1}", "cross_sell", sold.product, amount, opened, stage, closed)


def _grown(story: Story) -> Iterator[tuple[int, str, str, int]]:
    for line in story.lines:
        before = None
        for start, _, terms in line.spans():
            kind = "upsell" if "-S" in line.id else "cross_sell"
            old = before.mrr_minor if before is not None else 0
            if before is None and kind == "upsell":
                old = terms.mrr_minor
            if terms.pays and terms.mrr_minor > old * 1.05 and (before is None or before.pays):
                yield start, kind, terms.plan.product, terms.mrr_minor - old
            before = terms


def _deal(
    story: Story, dice: Dice, mark: str, kind: str, product: str, amount: int, opened: int, stage: str, closed: int
) -> Row:
    team = dice.weighted((("cs", 0.55), ("sales", 0.25), ("product", 0.2)))
    accepted = "accepted" if stage == "won" or dice.chance(0.6) else "rejected" if stage == "lost" else "pending"
    what = "More seats" if kind == "upsell" else PRODUCT_NAMES[product]
    return {
        "opp_id": f"{story.entry.id}-{mark}",
        "account_id": story.entry.id,
        "name": f"{what} for {story.entry.name}",
        "type": kind,
        "source_team": team,
        "product_id": product,
        "amount_minor": amount,
        "currency": story.entry.currency,
        "created_on": opened,
        "cs_decision": accepted if team == "cs" else None,
        "stage": stage,
        "closed_on": closed if stage != "open" else None,
    }
