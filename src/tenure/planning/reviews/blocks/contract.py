"""What they pay and until when. For us."""

from tenure.core import words
from tenure.customers.terms import end_in_force
from tenure.engine import account as engine
from tenure.planning.reviews.exhibits import Chart, Facts, Figure, Series, Value
from tenure.planning.reviews.ground import Ground, change, week_names


def facts(ground: Ground) -> Facts:
    money = engine.mrr_history(
        ground.account.pk, ground.as_of, ground.company.currency, ground.company.longest_pause_days
    )
    renewal = engine.next_renewal(ground.account.pk, ground.as_of) or end_in_force(ground.account.pk, ground.as_of)
    currency = money.currency
    now, then = 12 * money.now, 12 * money.on(ground.since)
    note, tone = change(then, now, "money", currency=currency)
    until = (renewal - ground.as_of).days if renewal else None
    return ground.facts(
        lead=f"The term ends on {words.day(renewal)}, in {until} days." if renewal else "",
        figures=(
            Figure(label="ARR", value=Value(amount=now, unit="money", currency=currency), note=note, tone=tone),
            Figure(label="Days to the end of the term", value=Value(amount=until),
                   tone="warn" if until is not None and until < 90 else ""),
            ground.figure("Licences", "seats"),
        ),
        chart=Chart(kind="line", finding="ARR over the period.", unit="money", currency=currency,
                    categories=week_names(ground.weeks),
                    series=(Series(name="ARR", values=tuple(12.0 * money.on(day) for day in ground.weeks)),)),
        sources=("subscriptions", "renewals"),
        missing=() if renewal else ("No end of a term is known.",),
    )  # fmt: skip
