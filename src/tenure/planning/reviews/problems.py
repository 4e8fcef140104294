"""What can stand in the way, as sentences for the person who tried."""

from tenure.planning.reviews.models import ReviewBlock


class NotAccepted(ValueError):
    """It cannot be done; the sentences say why and how to mend it, one a line."""


class ChangedMeanwhile(Exception):
    """Somebody else wrote in between; `now` is the block as it stands, None when it was taken out."""

    def __init__(self, now: ReviewBlock | None) -> None:
        super().__init__("This was changed in the meantime.")
        self.now = now
