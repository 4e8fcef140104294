"""What can stand in the way, as sentences for the person who tried."""

from typing import Any


class NotAccepted(ValueError):
    """It cannot be done; the sentences say why and how to mend it, one a line."""


class ChangedMeanwhile(Exception):
    """Somebody else wrote in between; `now` is what stands there, None when it was taken away."""

    def __init__(self, now: Any) -> None:
        super().__init__("This was changed in the meantime.")
        self.now = now
