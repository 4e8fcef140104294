"""What was agreed on in a touchpoint or a meeting and becomes tasks."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from tenure.api.kinds import Day, Key, Sent
from tenure.api.problems import Refusal
from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.work.actions import Action

_Id = Annotated[str, Field(max_length=190)]


class Item(Sent):
    """What is to be done: by a person of ours, or with `contact` by the customer; then the person follows it up."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    due_on: Day
    owner: Annotated[Key | None, Field(description="Id of the person; the token's person unless given")] = None
    contact: _Id | None = None


def actions(account: Account, sent: Sequence[Item]) -> list[Action]:
    return [Action(item.title, item.due_on, _owner(item.owner, number), _contact(account, item.contact, number))
            for number, item in enumerate(sent)]  # fmt: skip


def _owner(key: int | None, number: int) -> User | None:
    found = User.objects.filter(pk=key, is_active=True).first() if key else None
    if key and found is None:
        raise Refusal(422, f"There is no active person {key}.", f"body.actions.{number}.owner")
    return found


def _contact(account: Account, key: str | None, number: int) -> Contact | None:
    found = Contact.objects.filter(pk=key, account=account).first() if key else None
    if key and found is None:
        raise Refusal(422, f"There is no contact {key} of this account.", f"body.actions.{number}.contact")
    return found
