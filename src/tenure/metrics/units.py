"""What is counted: ultimate parents, or accounts."""

from tenure.metrics.ask import Ask
from tenure.metrics.ends import AnyEnds, Table, covers
from tenure.metrics.tables import facts


def to_units(ask: Ask, ends: AnyEnds, table: Table) -> Table:
    """`table`, which has `account_id`, with the `unit_id` that the account belongs to at the closing (E14).

    The hierarchy of the closing day holds for both ends, so that a move between parents is no movement of money.
    """
    if ask.unit == "account":
        return table.mutate(unit_id=table.account_id)
    parents = facts()["ultimate_parents"]
    mapped = ends.on(parents.filter(parents.parent_id != parents.account_id))
    mapped = mapped.filter(covers(mapped.valid_from, mapped.valid_to_excl, ends.closing(mapped)))
    mapped = mapped.select(*ends.keys, "account_id", "parent_id")
    unit = mapped.parent_id.coalesce(table.account_id).name("unit_id")
    return table.left_join(mapped, ["account_id", *ends.keys]).select(*(table[c] for c in table.columns), unit)
