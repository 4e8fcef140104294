"""Background work of tokens."""

from tenure.jobs.task import task
from tenure.tokens import once


@task
def forget_old_answers() -> int:
    """Forget answers that were kept for requests sent twice."""
    return once.forget()
