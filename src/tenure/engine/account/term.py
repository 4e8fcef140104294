"""The term an account is in on a day."""

from datetime import date

from tenure.engine import reading

_NEXT = """
    SELECT term_end_on FROM renewals
    WHERE account_id = ? AND term_end_on >= ? AND coalesce(decided_on > ?, true) ORDER BY term_end_on LIMIT 1"""


def next_renewal(account_id: str, as_of: date) -> date | None:
    """The end of the next term, from the day itself on, about which nothing was decided by its end; None without one.

    From `renewals`, one row a term. Raises NothingPublished and TooSlow.
    """
    found = reading.query(_NEXT, [account_id, as_of, as_of])
    return found[0]["term_end_on"] if found else None
