"""What was agreed on in a touchpoint or a meeting and becomes tasks."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from tenure.api.kinds import Day, Key, Sent
from tenure.api.named import colleague_of, contact_of
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
    return [Action(item.title, item.due_on, _owner(item, number), _contact(account, item, number))
            for number, item in enumerate(sent)]  # fmt: skip


def _owner(item: Item, number: int) -> User | None:
    return colleague_of(item.owner, f"body.actions.{number}.owner") if item.owner else None


def _contact(account: Account, item: Item, number: int) -> Contact | None:
    return contact_of(account.pk, item.contact, f"body.actions.{number}.contact") if item.contact else None
