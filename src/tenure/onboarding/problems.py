"""What can stand in the way, as sentences for the person who tried."""

from tenure.work.verbs import NotAccepted


class Overtaken(NotAccepted):
    """Somebody else changed the plan since the person looked at it; nothing was written."""


__all__ = ["NotAccepted", "Overtaken"]
