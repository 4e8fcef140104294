"""Background work on what comes in, run by the worker."""

from tenure.jobs.task import task
from tenure.work.mailbox import imap


@task(max_attempts=1)
def read_mailbox() -> int:
    """Read the mailbox that replies and copies go to."""
    return imap.read_mailbox()
