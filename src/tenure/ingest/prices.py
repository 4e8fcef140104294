"""From the price of a billing interval to MRR (rules E1 to E6 of docs/numbers.md), as SQL in exact integers.

    net   = price - discount - price x percent / 100, never below 0
    month = net x 1 (month), 1/12 (year), 52/12 (week) or 365/12 (day), divided by the number of intervals
    MRR   = month rounded half away from zero; 0 for what does not recur

`tenure.core.money.monthly_price_minor` says the same for one row in fractions; the tests compare both.
"""

_PERCENT = 100_000_000  # a percent is kept with six decimals: 100 % is this many


def mrr(price: str, discount: str, percent: str, interval: str, count: str, recurring: str) -> str:
    """SQL for mrr_minor; the arguments are SQL of the row's values, none of them null."""
    micro = f"({percent} * 1000000)::HUGEINT"
    net = f"greatest({price}::HUGEINT * ({_PERCENT} - {micro}) - {discount}::HUGEINT * {_PERCENT}, 0)"
    top = (
        f"({net} * CASE {interval} WHEN 'month' THEN 12 WHEN 'year' THEN 1 WHEN 'week' THEN 52 WHEN 'day' THEN 365 END)"
    )
    bottom = f"({_PERCENT}::HUGEINT * 12 * {count})"
    rounded = f"((2 * {top} + {bottom}) // (2 * {bottom}))::BIGINT"
    return f"CASE WHEN {recurring} AND {interval} <> 'one_off' THEN {rounded} ELSE 0 END"


def price_of(monthly: str, interval: str, count: str) -> str:
    """SQL for the price of a billing interval when only the MRR is known."""
    months = f"CASE {interval} WHEN 'year' THEN 12 WHEN 'week' THEN 12.0 / 52 WHEN 'day' THEN 12.0 / 365 ELSE 1 END"
    return f"round({monthly} * ({months}) * {count}, 0)::BIGINT"
