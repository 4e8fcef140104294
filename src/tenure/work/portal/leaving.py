"""A mail as it leaves: its link and its code are put in now, and are kept nowhere."""

from tenure.work.messages.models import Mail
from tenure.work.portal import addresses, links
from tenure.work.portal.models import PortalCode
from tenure.work.portal.writing import CODE


def filled(mail: Mail) -> tuple[str, str]:
    """Text and HTML of a mail with what only its recipient may know. A test mail to oneself gets none of it."""
    puts = dict(_secrets(mail))
    text, html = mail.text, mail.html
    for place, secret in puts.items():
        text, html = text.replace(place, secret), html.replace(place, secret)
    return text, html


def _secrets(mail: Mail) -> list[tuple[str, str]]:
    if mail.kind == Mail.Kind.CODE:
        code = PortalCode.objects.filter(mail=mail).first()
        return [(CODE, addresses.digits(code.key))] if code else []
    place = addresses.stand_in()
    if (
        mail.kind not in (Mail.Kind.MESSAGE, Mail.Kind.LINK, Mail.Kind.NEWS)
        or not place
        or place not in mail.text + mail.html
    ):
        return []
    link = links.of_mail(mail)
    return [(place, addresses.address(link.key))] if link else []
