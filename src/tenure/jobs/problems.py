"""What can stop a job."""


class UnknownTask(Exception):
    """A stored job names a function that is not there."""


class GiveUp(Exception):
    """Raised by a task whose failure would only repeat: no retry, and its text is shown as the reason."""


class Interrupted(BaseException):
    """Ends a running task from outside. Not an `Exception`, so that a task's own `except Exception` lets it through."""


class Cancelled(Interrupted):
    """A user cancelled the job."""


class Released(Interrupted):
    """The worker is being stopped: the job goes back to the queue."""


class LeaseLost(Interrupted):
    """Another worker has taken the job: what this one still does must not count."""
