"""What can stand in the way of writing something down."""

from typing import Any


class NotAccepted(ValueError):
    """What was written cannot be kept; the message is a sentence for the person who wrote it."""


class ChangedMeanwhile(Exception):
    """Somebody else wrote in between. `now` is what stands there, None when it was deleted."""

    def __init__(self, now: Any) -> None:
        super().__init__("This was changed in the meantime.")
        self.now = now
