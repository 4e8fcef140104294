"""Conditions as data: a tree of tests that a list, a segment or a rule keeps, and the text people write for it.

A tree is JSON: `{"all": [...]}`, `{"any": [...]}`, `{"not": ...}` or `{"field": "arr", "op": "at_least", "value": 9}`.
An empty tree `{}` holds for everything. What a field means is the caller's business: it gives the fields it knows with
their kinds, and translates checks into its own language (a queryset filter, a column expression).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from tenure.core.condition_text import ConditionError, Token, tokens

__all__ = ["EVERYTHING", "All", "AnyOf", "Check", "Condition", "ConditionError", "Field", "Not", "from_tree", "parse"]

Value = str | int | float | bool | date | tuple[str | int | float, ...] | None

_TEXT = frozenset({"is", "is_not", "in", "not_in", "contains", "empty", "not_empty"})
_ORDERED = frozenset({"is", "is_not", "in", "not_in", "at_least", "at_most", "above", "below", "empty", "not_empty"})
OPERATORS: Final[dict[str, frozenset[str]]] = {
    "text": _TEXT,
    "many": frozenset({"is", "is_not", "in", "not_in", "empty", "not_empty"}),
    "number": _ORDERED,
    "date": _ORDERED,
    "flag": frozenset({"is", "is_not"}),
}
WORDS: Final[dict[str, str]] = {
    "is": "=",
    "is_not": "!=",
    "at_least": ">=",
    "at_most": "<=",
    "above": ">",
    "below": "<",
    "in": "in",
    "not_in": "not in",
    "contains": "contains",
    "empty": "is empty",
    "not_empty": "is not empty",
}
_OPERATOR_OF: Final = {word: operator for operator, word in WORDS.items()}


@dataclass(frozen=True, slots=True)
class Field:
    """What may be asked of one field: its kind is text, many, number, date or flag."""

    name: str
    kind: str
    label: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    field: str
    op: str
    value: Value = None

    def tree(self) -> dict[str, Any]:
        value = self.value.isoformat() if isinstance(self.value, date) else self.value
        shown = list(value) if isinstance(value, tuple) else value
        return {"field": self.field, "op": self.op} | ({} if shown is None else {"value": shown})

    def text(self) -> str:
        return f"{self.field} {WORDS[self.op]}" + ("" if self.value is None else f" {_literal(self.value)}")

    def tests(self) -> Iterator["Check"]:
        yield self


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Condition", ...] = field(default=())

    def tree(self) -> dict[str, Any]:
        return {"all": [part.tree() for part in self.parts]} if self.parts else {}

    def text(self) -> str:
        return " and ".join(f"({p.text()})" if isinstance(p, AnyOf) else p.text() for p in self.parts)

    def tests(self) -> Iterator[Check]:
        for part in self.parts:
            yield from part.tests()


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Condition", ...]

    def tree(self) -> dict[str, Any]:
        return {"any": [part.tree() for part in self.parts]}

    def text(self) -> str:
        return " or ".join(f"({p.text()})" if isinstance(p, All) else p.text() for p in self.parts)

    def tests(self) -> Iterator[Check]:
        for part in self.parts:
            yield from part.tests()


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"

    def tree(self) -> dict[str, Any]:
        return {"not": self.part.tree()}

    def text(self) -> str:
        return f"not ({self.part.text()})"

    def tests(self) -> Iterator[Check]:
        yield from self.part.tests()


Condition = All | AnyOf | Not | Check
EVERYTHING: Final = All()


def from_tree(tree: Mapping[str, Any], fields: Mapping[str, Field], depth: int = 0) -> Condition:
    """The condition of a JSON tree, checked against the fields the caller knows."""
    if depth > 8:
        raise ConditionError("The condition is nested more than eight levels deep; simplify it.")
    if not tree:
        return EVERYTHING
    match tree:
        case {"all": list(parts), **rest} if not rest:
            return All(tuple(from_tree(part, fields, depth + 1) for part in parts))
        case {"any": list(parts), **rest} if parts and not rest:
            return AnyOf(tuple(from_tree(part, fields, depth + 1) for part in parts))
        case {"not": dict(part), **rest} if not rest:
            return Not(from_tree(part, fields, depth + 1))
        case {"field": str(name), "op": str(operator), **rest} if rest.keys() <= {"value"}:
            return _checked(name, operator, rest.get("value"), fields)
    raise ConditionError(f"{tree!r} is not a condition: use all, any, not, or field with op and value.")


def parse(text: str, fields: Mapping[str, Field]) -> Condition:
    """The condition that `text` says, such as `segment = "Enterprise" and (arr >= 90000 or region in (EMEA, APAC))`."""
    reader = _Reader(tokens(text), fields)
    if reader.at_end():
        return EVERYTHING
    condition = reader.any_of()
    if not reader.at_end():
        raise ConditionError(f"Did not expect {reader.peek().text!r} at character {reader.peek().position + 1}.")
    return condition


def _checked(name: str, operator: str, value: Any, fields: Mapping[str, Field]) -> Check:
    if name not in fields:
        raise ConditionError(f"{name!r} is not a field; use one of {', '.join(sorted(fields))}.")
    known = fields[name]
    if operator not in OPERATORS[known.kind]:
        allowed = ", ".join(sorted(WORDS[word] for word in OPERATORS[known.kind]))
        raise ConditionError(f"{known.label} cannot be asked with {WORDS.get(operator, operator)!r}; use {allowed}.")
    if operator in {"empty", "not_empty"}:
        return Check(name, operator)
    if operator in {"in", "not_in"}:
        several = value if isinstance(value, list | tuple) else [value]
        if not several:
            raise ConditionError(f"{known.label}: give at least one value.")
        return Check(name, operator, tuple(_value(item, known) for item in several))
    return Check(name, operator, _value(value, known))


def _value(value: Any, known: Field) -> Any:
    try:
        return _CONVERT[known.kind](value)
    except (TypeError, ValueError):
        raise ConditionError(f"{known.label}: {value!r} is not a {_KIND_WORDS[known.kind]}.") from None


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or value is None:
        raise ValueError
    if isinstance(value, int | float):
        return value
    return float(value) if "." in value else int(value)


def _flag(value: Any) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    return words[str(value).lower()] if str(value).lower() in words else _refuse()


def _refuse() -> bool:
    raise ValueError


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        raise ValueError
    return str(value)


_CONVERT: Final[dict[str, Any]] = {
    "text": _text,
    "many": _text,
    "number": _number,
    "date": lambda value: value if isinstance(value, date) else date.fromisoformat(value),
    "flag": _flag,
}
_KIND_WORDS: Final = {
    "text": "text",
    "many": "text",
    "number": "number",
    "date": "date (2026-11-21)",
    "flag": "yes or no",
}


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"({', '.join(_literal(item) for item in value)})"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value.isoformat() if isinstance(value, date) else str(value)


class _Reader:
    """Recursive descent: or binds weaker than and, and weaker than not."""

    def __init__(self, read: list[Token], fields: Mapping[str, Field]) -> None:
        self._tokens, self._fields, self._at = read, fields, 0

    def at_end(self) -> bool:
        return self._at == len(self._tokens)

    def peek(self) -> Token:
        return Token("end", "the end", -1) if self.at_end() else self._tokens[self._at]

    def _take(self, *words: str) -> bool:
        if self.peek().is_word(*words):
            self._at += 1
            return True
        return False

    def _next(self) -> Token:
        token = self.peek()
        self._at += 1
        return token

    def any_of(self) -> Condition:
        parts = [self._all()]
        while self._take("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self) -> Condition:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self) -> Condition:
        if self._take("not"):
            return Not(self._one())
        if self._take("("):
            inside = self.any_of()
            if not self._take(")"):
                raise ConditionError("A bracket is opened and not closed.")
            return inside
        return self._test()

    def _test(self) -> Condition:
        name = self._next()
        if name.kind != "word":
            raise ConditionError(f"Expected a field, found {name.text!r}.")
        operator = self._operator(name.text)
        if operator in {"empty", "not_empty"}:
            return _checked(name.text, operator, None, self._fields)
        value = self._several() if operator in {"in", "not_in"} else self._literal()
        return _checked(name.text, operator, value, self._fields)

    def _operator(self, name: str) -> str:
        word = self._next().text.lower()
        if word == "is":
            word += " not" if self._take("not") else ""
            word += f" {self._next().text.lower()}"
        elif word == "not":
            word += f" {self._next().text.lower()}"
        if word not in _OPERATOR_OF:
            raise ConditionError(f"After {name} expected one of {', '.join(_OPERATOR_OF)}; found {word!r}.")
        return _OPERATOR_OF[word]

    def _several(self) -> list[str]:
        if not self._take("("):
            return [self._literal()]
        values = [self._literal()]
        while self._take(","):
            values.append(self._literal())
        if not self._take(")"):
            raise ConditionError("The list of values is not closed with a bracket.")
        return values

    def _literal(self) -> str:
        token = self._next()
        if token.kind not in {"word", "text"}:
            raise ConditionError(f"Expected a value, found {token.text!r}.")
        return token.text
