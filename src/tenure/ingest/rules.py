"""What must hold between the columns of one row, and columns that follow from others."""

from collections.abc import Callable, Collection

from tenure.core.facts import FactTable
from tenure.ingest.prices import mrr, price_of
from tenure.ingest.problems import problem
from tenure.ingest.quoting import name, text

Final = Callable[[str], str]  # canonical column -> SQL of its value in the row, "NULL" when the file lacks it


def derived(table: FactTable, present: Collection[str], value: Final) -> dict[str, str]:
    """Columns that follow from others: SQL of their values."""
    if table.name == "subscriptions":
        return _subscription(present, value)
    if table.name == "accounts" and "name" in present:
        return {"name": f"coalesce({value('name')}, {value('account_id')})"}
    if table.name == "usage_events":
        return {
            "feature": f"coalesce({value('feature')}, {value('event')}, '')",
            "event": f"coalesce({value('event')}, {value('feature')}, '')",
        }
    return {}


def _subscription(present: Collection[str], value: Final) -> dict[str, str]:
    product = f"coalesce('|' || {value('product_id')}, '')"
    subscription = f"coalesce({value('subscription_id')}, {value('account_id')} || {product})"
    row = f"coalesce({value('subscription_row_id')}, {subscription} || '|' || {value('start_date')}::VARCHAR)"
    found = {"subscription_id": subscription, "subscription_row_id": row}
    if not {"price_minor", "mrr_minor"} & set(present):
        return found
    interval = f"coalesce({value('billing_interval')}, 'month')"
    count = f"greatest(coalesce({value('interval_count')}, 1), 1)"
    recurring = f"coalesce({value('recurring')}, true)"
    discount, percent = f"coalesce({value('discount_minor')}, 0)", f"coalesce({value('discount_percent')}, 0)"
    monthly = f"CASE WHEN {recurring} AND {interval} <> 'one_off' THEN {value('mrr_minor')}::BIGINT ELSE 0 END"
    computed = mrr(value("price_minor"), discount, percent, interval, count, recurring)
    price = f"coalesce({value('price_minor')}, {price_of(value('mrr_minor'), interval, count)})"
    rated = f"CASE WHEN {value('price_minor')} IS NULL THEN {monthly} ELSE {computed} END"
    return found | {"price_minor": price, "mrr_minor": rated}


def broken(table: FactTable, present: Collection[str]) -> list[str]:
    """SQL of problems over the columns of one row; only rules whose columns the file has."""
    rules = [_ends_before_start(start, end) for start, end in table.spans if {start, end} <= set(present)]
    for columns, rule in _RULES.get(table.name, ()):
        if set(columns) <= set(present):
            rules.append(rule)
    if table.name == "subscriptions" and {"price_minor", "mrr_minor"} & set(present):
        rules.append(_NO_PRICE)
    if table.name == "surveys" and "score" in present:
        rules.append(_out_of_scale(present))
    return rules


def _out_of_scale(present: Collection[str]) -> str:
    low = 'coalesce("scale_min", 0)' if "scale_min" in present else "0"
    high = 'coalesce("scale_max", 10)' if "scale_max" in present else "10"
    said = [text("score is "), '"score"::VARCHAR', text(", outside its scale of "), f"({low})::VARCHAR", text(" to ")]
    end = [f"({high})::VARCHAR", text(". Correct the score or the scale.")]
    return problem("out_of_scale", "score", f'"score" NOT BETWEEN {low} AND {high}', *said, *end)


def _ends_before_start(start: str, end: str) -> str:
    a, b = name(start), name(end)
    said = [text(f"{end} is "), f"{b}::VARCHAR", text(f", before {start}, which is "), f"{a}::VARCHAR"]
    return problem("end_before_start", end, f"{b} < {a}", *said, text(". Correct one of them."))


def _below(kind: str, column: str, lowest: int, mend: str) -> tuple[tuple[str, ...], str]:
    sentence = [text(f"{column} is "), f"{name(column)}::VARCHAR", text(mend)]
    return (column,), problem(kind, column, f"{name(column)} < {lowest}", *sentence)


def _up_to_100(column: str, mend: str) -> tuple[tuple[str, ...], str]:
    sentence = [text(f"{column} is "), f"{name(column)}::VARCHAR", text(mend)]
    return (column,), problem("bad_number", column, f"{name(column)} NOT BETWEEN 0 AND 100", *sentence)


_CREDIT = ", which is negative. Leave credits out, or write a discount."
# A price that cannot be read is told once, as what it is.
_UNREAD = "list_filter(found, lambda p: p.column IN ('price_minor', 'mrr_minor'))"
_UNPRICED = f'"price_minor" IS NULL AND len({_UNREAD}) = 0'
_NO_PRICE = problem(
    "no_price", "price_minor", _UNPRICED, text("price_minor is empty: write the price, 0 if it is free.")
)
_RULES: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "subscriptions": (
        _below("negative_price", "price_minor", 0, _CREDIT),
        _below("negative_price", "mrr_minor", 0, _CREDIT),
        _below("negative_price", "discount_minor", 0, ", which is negative. A surcharge belongs into the price."),
        _below("bad_number", "seats", 0, ", which is negative. Write how many there are."),
        _below("bad_number", "interval_count", 1, ". Write how many intervals one price covers: 1 or more."),
        _up_to_100("discount_percent", ". Write a percentage from 0 to 100."),
    ),
    "health_scores": (_up_to_100("score", ". Write a score from 0 to 100."),),
    "pulses": (_up_to_100("score", ". Write a pulse from 0, at risk, to 100, healthy."),),
    "csms": (_below("bad_number", "fte", 0, ", which is negative. 1 is full-time."),),
    "fx_rates": (
        (
            ("rate_to_reporting",),
            problem(
                "bad_number",
                "rate_to_reporting",
                '"rate_to_reporting" <= 0',
                text("rate_to_reporting must be above 0."),
            ),
        ),
    ),
}
