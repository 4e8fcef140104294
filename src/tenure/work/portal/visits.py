"""The log of visits: who looked at which page of theirs, when, and with what kind of browser."""

import re
from datetime import timedelta
from typing import Final

from django.utils import timezone

from tenure.customers.models import Contact
from tenure.work.portal.models import PortalVisit

_APART: Final = timedelta(minutes=10)  # looking again within these is the same look
_MACHINE: Final = re.compile(
    r"bot|crawl|spider|preview|scan|curl|wget|python|headless(?!chrome)|monitor", re.IGNORECASE
)
_BROWSERS: Final = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("CriOS", "Chrome"),
                    ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
_SYSTEMS: Final = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
                   ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip


def note(contact: Contact, page: str, agent: str, subject_id: str = "", title: str = "") -> bool:
    """Write a visit down, once in a while a page; programs that look into links are no visitors."""
    if _MACHINE.search(agent):
        return False
    now = timezone.now()
    of_page = PortalVisit.objects.filter(contact=contact, page=page, subject_id=subject_id, at__gt=now - _APART)
    if of_page.exists():
        return False
    PortalVisit.objects.create(
        contact=contact, account_id=contact.account_id, at=now, page=page, subject_id=subject_id, title=title[:200],
        browser=family(agent),
    )  # fmt: skip
    return True


def family(agent: str) -> str:
    """“Firefox, Windows” of what a browser says of itself; no version, nothing that tells one person from another."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part)
