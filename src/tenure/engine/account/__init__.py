"""What the engine knows of one account as of a day: money, usage, features, users, attributes.

Everything raises `NothingPublished` while nothing is computed yet, and `TooSlow` when a question takes too long.
"""

from tenure.engine.account.attributes import attributes
from tenure.engine.account.money import Moved, MrrChange, MrrHistory, mrr_history, mrr_of
from tenure.engine.account.seen import REACH, FeatureUse, UserSeen, features, users_seen
from tenure.engine.account.usage import Seats, entitled_count, seats, seats_in_force, weekly_features, weekly_users

__all__ = [
    "REACH",
    "FeatureUse",
    "Moved",
    "MrrChange",
    "MrrHistory",
    "Seats",
    "UserSeen",
    "attributes",
    "entitled_count",
    "features",
    "mrr_history",
    "mrr_of",
    "seats",
    "seats_in_force",
    "users_seen",
    "weekly_features",
    "weekly_users",
]
