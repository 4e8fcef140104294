"""Mails of the page itself: a link, and a code. What is kept of them holds neither; both are put in as they leave."""

from collections.abc import Sequence
from typing import Final

from tenure.company.models import User, settings_row
from tenure.customers.models import Contact
from tenure.library.messages import write
from tenure.work.messages import rendering
from tenure.work.messages.models import Mail
from tenure.work.messages.queueing import queue
from tenure.work.messages.rendering import address_from, address_to
from tenure.work.messages.values import first_name, tidy
from tenure.work.portal import addresses

CODE: Final = "••••••"
_LINK: Final = (
    "Hello {name},\n\nhere is a link to your page with {company}: what we do together, what is next, and what needs "
    "you.\n\n[Open your page]({address})\n\nIt is yours alone: whoever has it is taken for you, so please do not "
    "pass it on."
)
_NEWS: Final = (
    "Hello {name},\n\nthis is new on your page with {company}:\n\n{news}\n\n[Open your page]({address})\n\n"
    "The link is yours alone: whoever has it is taken for you."
)
_CODE: Final = (
    "Hello {name},\n\nyour code for your page with {company}:\n\n**{code}**\n\n"
    "It is good for ten minutes and for the browser that asked for it. If you did not ask for it, you need not do "
    "anything, but please tell us: somebody has your link."
)


def mail_news(contact: Contact, told: Sequence[tuple[str, str]]) -> Mail:
    """Queue one mail with all that is new, each a line or two."""
    company = settings_row().name
    news = "\n\n".join("\n".join([f"**{_plain(title)}**", *([_plain(text)] if text else [])]) for title, text in told)
    body = _NEWS.format(name=_called(contact), company=_plain(company), news=news, address=addresses.stand_in())
    subject = told[0][0] if len(told) == 1 else f"{len(told)} things that are new on your page"
    return _mail(contact, contact.account.owner, Mail.Kind.NEWS, subject[:200], body)


def mail_link(contact: Contact, sender: User | None) -> Mail:
    """Queue a mail with a link; whoever calls gives the link that belongs to it."""
    company = settings_row().name
    text = _LINK.format(name=_called(contact), company=_plain(company), address=addresses.stand_in())
    return _mail(contact, sender, Mail.Kind.LINK, f"Your page with {tidy(company)}", text)


def mail_code(contact: Contact) -> Mail:
    company = settings_row().name
    text = _CODE.format(name=_called(contact), company=_plain(company), code=CODE)
    return _mail(contact, contact.account.owner, Mail.Kind.CODE, f"Your code for your page with {tidy(company)}", text)


def _mail(contact: Contact, sender: User | None, kind: str, subject: str, text: str) -> Mail:
    mail = Mail(kind=kind, account_id=contact.account_id, contact_id=contact.pk, subject=subject)
    stoppable = kind in Mail.STOPPABLE
    written = write(text, {}, foot=rendering.foot(mail, settings_row().name, False) if stoppable else "")
    mail.html, mail.text = written.html, written.text + (rendering.text_foot(mail) if stoppable else "")
    address_to(mail, contact)
    address_from(mail, sender)
    mail.save()
    queue(mail)
    return mail


def _called(contact: Contact) -> str:
    return _plain(first_name(tidy(contact.name)) or "there")


def _plain(text: str) -> str:
    """A name is never markup."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()#+-.!|<>~&" else letter for letter in tidy(text))
