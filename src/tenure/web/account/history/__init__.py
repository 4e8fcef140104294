"""What the engine knows of one account as of a day: money, usage, features, users, attributes.

Everything raises `NothingPublished` while nothing is computed yet, and `TooSlow` when a question takes too long.
"""

from tenure.web.account.history.attributes import attributes
from tenure.web.account.history.money import MrrHistory, mrr_history
from tenure.web.account.history.seen import REACH, FeatureUse, UserSeen, features, users_seen
from tenure.web.account.history.usage import Seats, entitled_count, seats, seats_in_force, weekly_features, weekly_users

__all__ = [
    "REACH",
    "FeatureUse",
    "MrrHistory",
    "Seats",
    "UserSeen",
    "attributes",
    "entitled_count",
    "features",
    "mrr_history",
    "seats",
    "seats_in_force",
    "users_seen",
    "weekly_features",
    "weekly_users",
]
