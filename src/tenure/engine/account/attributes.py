"""What an account's attributes were on a day."""

from datetime import date

from tenure.engine import reading

_HELD = """
    SELECT attribute, value FROM attributes
    WHERE account_id = ? AND coalesce(valid_from <= ?, true) AND coalesce(valid_to_excl > ?, true)"""


def attributes(account_id: str, as_of: date) -> dict[str, str]:
    """Attribute to value, missing where it had none. `owner` is an e-mail address, `do_not_ask` is "1" if set."""
    return {row["attribute"]: row["value"] for row in reading.query(_HELD, [account_id, as_of, as_of])}
