"""What a bulk change did, in words."""

from tenure.company.models import User
from tenure.customers.bulk import Outcome, Wish
from tenure.web import format as words


def accounts(count: int) -> str:
    return f"{words.number(count)} {'account' if count == 1 else 'accounts'}"


def changed(wish: Wish, outcome: Outcome) -> str:
    return f"{_done(wish, outcome.changed)} {_rest(outcome)}".strip()


def undone(outcome: Outcome) -> str:
    kept = f" {accounts(outcome.already)} changed since and stayed." if outcome.already else ""
    return f"Undone for {accounts(outcome.changed)}.{kept}"


def _done(wish: Wish, count: int) -> str:
    if wish.action == "assign":
        return f"{accounts(count)} now {'belongs' if count == 1 else 'belong'} to {_owner(wish.value)}."
    if wish.action == "tag":
        return f"{accounts(count)} tagged “{wish.value}”."
    return f"Tag “{wish.value}” removed from {accounts(count)}."


def _owner(email: str) -> str:
    return str(User.objects.filter(email=email).first() or email) if email else "nobody"


def _rest(outcome: Outcome) -> str:
    found = []
    if outcome.already:
        found.append(f"{accounts(outcome.already)} {'was' if outcome.already == 1 else 'were'} so already.")
    if outcome.refused:
        whose = "is" if outcome.refused == 1 else "are"
        found.append(f"{accounts(outcome.refused)} {whose} not yours to change and stayed as before.")
    return " ".join(found)
