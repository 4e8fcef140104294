"""Ids in addresses: ids are any text, so a slash, a tilde and a dot are written as ~ and two hex digits."""

import re


class AccountIdConverter:
    """Gives back exactly the id it was given, whatever is in it."""

    regex = r"[^/]+"

    def to_python(self, value: str) -> str:
        return re.sub(r"~([0-9A-F]{2})", lambda match: chr(int(match[1], 16)), value)

    def to_url(self, value: str) -> str:
        # Dots, because "." and ".." alone are resolved away by browsers.
        return re.sub(r"[~/.\\]", lambda match: f"~{ord(match[0]):02X}", str(value))
