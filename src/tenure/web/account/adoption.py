"""Features against what was bought, as a list reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tenure.engine.account import FeatureUse

_BANDS: Final = {"used": "good", "extra": "warn", "idle": "idle", "never": "idle"}


@dataclass(frozen=True, slots=True)
class Feature:
    use: FeatureUse
    share: float  # of the most used one, for its bar

    @property
    def band(self) -> str:
        return _BANDS[self.use.state]


@dataclass(frozen=True, slots=True)
class Adoption:
    features: Sequence[Feature]
    entitled: int
    in_use: int


def adoption(found: Sequence[FeatureUse]) -> Adoption:
    most = max((use.users for use in found), default=0) or 1
    return Adoption(
        features=[Feature(use, use.users / most) for use in found],
        entitled=sum(1 for use in found if use.entitled),
        in_use=sum(1 for use in found if use.entitled and use.users),
    )
