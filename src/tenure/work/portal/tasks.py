"""Background work on the customer's page, run by the worker."""

from tenure.jobs.task import task
from tenure.work.portal import links, news, sessions
from tenure.work.portal.models import PortalLink


@task
def send_new_link(key: str) -> bool:
    """Mail a contact a new link to their page, because they asked with an old one."""
    link = PortalLink.objects.select_related("contact__account__owner").filter(key=key).first()
    return link is not None and links.ask_again(link)


@task
def send_new_link_to(email: str) -> int:
    """Mail a new link to their page to whoever has this address and had one before."""
    return links.ask_by_address(email)


@task
def forget_old_sessions() -> int:
    """Forget sessions of customers' pages that nobody can use any more."""
    return sessions.forget_old()


@task
def mail_news() -> int:
    """Mail contacts what is new on their page, at most once a day."""
    return news.mail_out()
