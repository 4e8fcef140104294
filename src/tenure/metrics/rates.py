"""Money in the reporting currency: exact, rounded half away from zero once an account and currency (rule R6)."""

import ibis

from tenure.metrics.days import Column
from tenure.metrics.ends import AnyEnds, Table, covers
from tenure.metrics.tables import facts


def with_rates(ends: AnyEnds, table: Table) -> Table:
    """`table`, which has `currency`, with the rates of both ends; null where there is none."""
    for name, day_of in (("opening_rate", ends.opening), ("closing_rate", ends.closing)):
        rates = ends.on(facts()["fx_rates"])
        rates = rates.filter(covers(rates.valid_from, rates.valid_to_excl, day_of(rates)))
        rates = rates.select(*ends.keys, "currency", **{name: rates.rate})
        table = table.left_join(rates, ["currency", *ends.keys]).select(*(table[c] for c in table.columns), name)
    return table


def converted(minor: Column, rate: Column) -> Column:
    """Minor units at a rate. 17 digits times 20 with ten decimals fill the 38 digits that every engine has.

    Most money is in the reporting currency, whose rate is 1: left as it is, it costs no wide multiplication.
    """
    return ibis.ifelse(rate == 1, minor, (minor.cast("decimal(17, 0)") * rate).round().cast("int64"))
