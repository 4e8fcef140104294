"""Background work on notices, run by the worker."""

from tenure.jobs.task import task
from tenure.work.notices import mailing, reminders


@task
def tell_due() -> int:
    """Tell what people asked to be reminded of, and mail what is wanted by mail."""
    return reminders.tell_due() + mailing.mail_out()
