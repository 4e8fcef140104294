"""What the engine knows of one account as of a day: money, usage, features, users, attributes.

Everything raises `NothingPublished` while nothing is computed yet, and `TooSlow` when a question takes too long.
"""

from tenure.engine.account.attributes import attributes
from tenure.engine.account.goals import GoalAt, goals
from tenure.engine.account.money import Moved, MrrChange, MrrHistory, mrr_history, mrr_of
from tenure.engine.account.said import Answer, answers, tones
from tenure.engine.account.seen import REACH, FeatureUse, UserSeen, features, users_seen
from tenure.engine.account.term import next_renewal
from tenure.engine.account.usage import Seats, entitled_count, seats, seats_in_force, weekly_features, weekly_users
from tenure.engine.account.using import UserUse, users_using

__all__ = [
    "REACH",
    "Answer",
    "FeatureUse",
    "GoalAt",
    "Moved",
    "MrrChange",
    "MrrHistory",
    "Seats",
    "UserSeen",
    "UserUse",
    "answers",
    "attributes",
    "entitled_count",
    "features",
    "goals",
    "mrr_history",
    "mrr_of",
    "next_renewal",
    "seats",
    "seats_in_force",
    "tones",
    "users_seen",
    "users_using",
    "weekly_features",
    "weekly_users",
]
