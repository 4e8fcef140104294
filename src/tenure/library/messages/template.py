"""What a message template is, and reading one with sentences about what is wrong."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from tenure.library.messages.fields import unknown_fields
from tenure.library.messages.writing import links_with_fields
from tenure.metrics.measures.documents import Unusable, declared

LONGEST_BODY: Final = 20_000
Line = Annotated[str, Field(pattern=r"^[^\r\n\x00]*$")]


class BadTemplate(Unusable):
    """The template cannot be used; the sentences name the field, one a line."""


class MessageTemplate(BaseModel):
    """A mail to a contact. `audience` is the role it is written for, empty for anybody; `body` is Markdown."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
    name: Annotated[Line, Field(min_length=1, max_length=80)]
    purpose: Annotated[str, Field(max_length=300)] = ""
    audience: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]*)?$", max_length=60)] = ""
    needs_approval: bool = False
    subject: Annotated[Line, Field(min_length=1, max_length=200)]
    body: Annotated[str, Field(min_length=1, max_length=LONGEST_BODY)]


def read(document: Mapping[str, Any] | str, where: str = "template") -> MessageTemplate:
    """The template of a mapping or of YAML text, all of whose fields are known; raises BadTemplate."""
    found = declared(MessageTemplate, document, where, BadTemplate)
    if problems := [*_problems(found)]:
        raise BadTemplate("\n".join(problems))
    return found


def _problems(found: MessageTemplate) -> Iterator[str]:
    for name in ("subject", "body"):
        for sentence in unknown_fields(getattr(found, name)):
            yield f"{name.capitalize()}: {sentence}"
    yield from links_with_fields(found.body)
