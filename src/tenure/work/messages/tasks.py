"""Background work on mail, run by the worker."""

from tenure.jobs.task import task
from tenure.work.messages import sending


@task
def send_mail(mail_id: str) -> str:
    """Send a mail."""
    return sending.deliver(mail_id)


@task
def send_due() -> int:
    """Look for mails that wait for another attempt, and for those whose worker died."""
    return sending.send_due()
