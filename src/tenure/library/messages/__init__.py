"""Message templates: their declaration, the fixed table of merge fields, and how a text becomes a mail."""

from tenure.library.messages.fields import FIELDS, Field, unknown_fields
from tenure.library.messages.template import BadTemplate, MessageTemplate, read
from tenure.library.messages.writing import Written, fill, write

__all__ = [
    "FIELDS",
    "BadTemplate",
    "Field",
    "MessageTemplate",
    "Written",
    "fill",
    "read",
    "unknown_fields",
    "write",
]
