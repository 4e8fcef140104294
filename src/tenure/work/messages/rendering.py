"""What a mail says: the same for a preview and for the mail that goes."""

from dataclasses import dataclass, field
from html import escape

from django.conf import settings

from tenure.company.models import User, settings_row
from tenure.customers.models import Contact
from tenure.library.messages import FIELDS, fill, write
from tenure.work.messages import tokens
from tenure.work.messages.access import sender_of
from tenure.work.messages.models import Mail, MailLink, Message, mail_settings
from tenure.work.messages.values import tidy, values_for


@dataclass
class Rendered:
    """`missing` is a sentence for each field without a value; `links` are where the signed links lead."""

    subject: str
    html: str
    text: str
    missing: list[str]
    links: list[str] = field(default_factory=list)


def contact_of(mail: Mail) -> Contact | None:
    return Contact.objects.filter(pk=mail.contact_id, account_id=mail.account_id).first()


def rendered(message: Message, mail: Mail, contact: Contact | None, *, seen: bool | None = None) -> Rendered:
    """A message as this mail will say it. `seen` is whether opens are logged; as the settings say when not given."""
    company = settings_row().name
    values = values_for(message.account, contact, sender_of(message), company)
    subject, absent = fill(message.subject, values)
    logged = bool(settings.TENURE_URL) and (mail_settings().opens if seen is None else seen)
    links: list[str] = []

    def signed(url: str) -> str:
        if url == values["contact.page"]:  # their own link is put in when the mail leaves, and logs by itself
            return url
        links.append(url)
        return tokens.link(mail.pk, len(links))

    written = write(message.body, values, link=signed if logged else str, foot=foot(mail, company, logged))
    missing = list(dict.fromkeys((*absent, *written.missing)))
    return Rendered(
        subject, written.html, written.text + text_foot(mail), [_absent(name, contact) for name in missing], links
    )


def freeze(message: Message, mail: Mail, contact: Contact) -> None:
    """Write into the mail what it says; from now on it is not rendered again."""
    made, sender = rendered(message, mail, contact), sender_of(message)
    mail.subject, mail.html, mail.text = made.subject, made.html, made.text
    address_from(mail, sender)
    address_to(mail, contact)
    mail.save()
    mail.links.all().delete()
    MailLink.objects.bulk_create(
        [MailLink(mail=mail, number=number, url=url) for number, url in enumerate(made.links, 1)]
    )


def address_to(mail: Mail, contact: Contact) -> None:
    mail.to_name, mail.to_email = tidy(contact.name)[:200], contact.email.strip().lower()


def address_from(mail: Mail, sender: User | None) -> None:
    """From the sender by name; by the company's address if there is one, which then is the one that is vouched for."""
    own = sender.email if sender else settings.DEFAULT_FROM_EMAIL
    mail.sender, mail.from_name = sender, tidy(str(sender) if sender else settings_row().name)[:200]
    mail.from_email = settings.TENURE_MAIL_FROM or own
    mail.header_id = f"<{mail.pk}@{mail.from_email.rpartition('@')[2]}>"[:200]


def _absent(name: str, contact: Contact | None) -> str:
    about = f" of {contact}" if contact and name.startswith("contact.") and contact.email else ""
    return f"{{{{ {name} }}}}{about} has no value: {FIELDS[name].absent}."


def text_foot(mail: Mail) -> str:
    return f"\n--\nNo more such messages: {tokens.no_more(mail.pk)}\n" if settings.TENURE_URL else ""


def without_foot(mail: Mail) -> str:
    return mail.text.removesuffix(text_foot(mail))


def foot(mail: Mail, company: str, logged: bool) -> str:
    if not settings.TENURE_URL:
        return ""
    stop = f'<a href="{escape(tokens.no_more(mail.pk))}">No more such messages</a>'
    picture = f'<img class="seen" src="{escape(tokens.picture(mail.pk))}" alt="" width="1" height="1">'
    return f'<p class="foot">{escape(tidy(company))} · {stop}</p>{picture if logged else ""}'
