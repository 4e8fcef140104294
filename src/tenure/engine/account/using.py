"""Who of an account has begun to use the product, and with which feature: over the days of an onboarding."""

from dataclasses import dataclass
from datetime import date

from tenure.engine import reading
from tenure.engine.account.daily import rows_of

_USED = """
    WITH core AS (SELECT DISTINCT user_id FROM {features} AS used WHERE account_id = ? AND feature = ?)
    SELECT seen.user_id, min(day) AS first_seen, max(day) AS last_seen, count(*) AS days,
           ? = '' OR max(core.user_id) IS NOT NULL AS used
    FROM {users} AS seen LEFT JOIN core ON core.user_id = seen.user_id
    WHERE account_id = ? GROUP BY seen.user_id"""


@dataclass(frozen=True, slots=True)
class UserUse:
    """One row a user. `first_seen` and `last_seen` are within the days that were asked, `days` those with activity.

    `used` says whether they used the feature that was asked for; without one, that they were there at all.
    """

    first_seen: date
    last_seen: date
    days: int
    used: bool


def users_using(account_id: str, feature: str, after: date, until: date) -> dict[str, UserUse]:
    """By user id, users who were active on the days (after, until]; who is missing was not.

    From the daily roll-ups of events, in which internal users are not; an empty `feature` asks for none. Raises
    NothingPublished and TooSlow.
    """
    asked = _USED.format(features=rows_of("user_feature_day", after, until), users=rows_of("user_day", after, until))
    rows = reading.query(asked, [account_id, feature, feature, account_id])
    return {row.pop("user_id"): UserUse(**row) for row in rows}
