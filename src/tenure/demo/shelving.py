"""What the lead of the simulated company has done in the library: a text, a deck of her own, a draft."""

from copy import deepcopy
from typing import Any

from tenure.company.models import User
from tenure.library import verbs
from tenure.library.models import Document, Kind

_DECK = "renewal_review"
_ASKED = "\n\nTell me if you want twenty minutes to set it up together; I keep Thursday afternoons free for that."


def arrange(lead: User) -> None:
    """Once: what was published or discarded since does not come back."""
    if Document.objects.filter(kind=Kind.DECK, key=_DECK).exists():
        return
    _own_words(lead)
    _own_deck(lead)
    _draft(lead)


def _own_words(lead: User) -> None:
    body = _shipped(Kind.MESSAGE, "feature_recommendation")
    paragraphs = body["body"].rstrip().rpartition("\n\n")
    body["body"] = f"{paragraphs[0]}{_ASKED}\n\n{paragraphs[2]}\n"
    drafted = verbs.draft(Kind.MESSAGE, body, lead)
    verbs.publish(drafted, lead, "An offer to do it together: half of them answer to that, nobody to a link.")


def _own_deck(lead: User) -> None:
    """Shorter, and about the contract; made from the quarterly one."""
    body = _shipped(Kind.DECK, "business_review")
    kept = [block for block in body["blocks"] if block["kind"] in ("summary", "value", "usage", "steps", "contract")]
    sentence = "Thirty minutes before a renewal is signed: what it was worth, and what comes next."
    body |= {"id": _DECK, "name": "Renewal review", "sentence": sentence, "blocks": kept}
    verbs.publish(verbs.draft(Kind.DECK, body, lead), lead, "For the last call before a signature.")


def _draft(lead: User) -> None:
    """Kick-off within three days, because what begins late ends late."""
    body = _shipped(Kind.ONBOARDING, "guided")
    steps = [step for phase in body["phases"] for step in phase["steps"]]
    for step in steps:
        if step["key"] == "kick_off":
            step["days"] = 3
    verbs.draft(Kind.ONBOARDING, body, lead)


def _shipped(kind: Kind, key: str) -> dict[str, Any]:
    body: dict[str, Any] = deepcopy(Document.objects.get(kind=kind, key=key, version=1).body)
    return body
