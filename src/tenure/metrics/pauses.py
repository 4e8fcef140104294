"""Valid pauses: V(d) of section 4 in docs/numbers.md."""

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.days import Column
from tenure.metrics.ends import AnyEnds, Table, in_force
from tenure.metrics.exact import flag
from tenure.metrics.tables import facts


def pauses(ask: Ask) -> Table:
    """Paused rows whose scheduled resume is at most `longest_pause` days after the pause began.

    The pause began with the first of the paused rows that follow each other without a gap, so that opening a new row
    does not prolong it. Columns: account_id, start_date, end_date_excl, scheduled_resume_date.
    """
    rows = facts()["subscriptions"]
    lasting = rows.end_date_excl.isnull() | (rows.end_date_excl > rows.start_date)
    paused = rows.filter(rows.status == "paused", lasting)
    of_one = ibis.window(group_by=paused.subscription_id, order_by=[paused.start_date, paused.subscription_row_id])
    before = paused.end_date_excl.lag().over(of_one)
    begins = ibis.ifelse(before == paused.start_date, ibis.null("date"), paused.start_date)
    runs = paused.mutate(begins=begins)
    upto = ibis.window(
        group_by=runs.subscription_id, order_by=[runs.start_date, runs.subscription_row_id], preceding=None, following=0
    )
    began = runs.mutate(began=runs.begins.max().over(upto))
    limit = began.began + ibis.interval(days=ask.number("longest_pause"))
    short = began.filter(began.scheduled_resume_date.notnull(), began.scheduled_resume_date <= limit)
    return short.select("account_id", "start_date", "end_date_excl", "scheduled_resume_date")


def pausing(rows: Table, day: Column) -> Column:
    """Whether a row of `pauses` is valid on the day: in force, and its resume not passed."""
    return in_force(rows.start_date, rows.end_date_excl, day) & (rows.scheduled_resume_date >= day)


def paused_at_ends(ask: Ask, ends: AnyEnds) -> Table:
    """Accounts with a valid pause at an end: keys of `ends`, account_id, `paused_opening`, `paused_closing` (0, 1)."""
    rows = ends.on(pauses(ask))
    opening, closing = pausing(rows, ends.opening(rows)), pausing(rows, ends.closing(rows))
    return (
        rows.filter(opening | closing)
        .group_by([*ends.keys, "account_id"])
        .aggregate(
            paused_opening=flag(opening).max(),
            paused_closing=flag(closing).max(),
        )
    )
