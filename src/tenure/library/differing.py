"""What one body changed against another: field by field, in words, and as lines of YAML."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

# What tells the items of a list apart, the first that all of them have.
_IDENTITY: Final = ("id", "key", "measure", "name", "title", "statement")
_SHORT: Final = 80  # characters of a value in a sentence
_ALIKE: Final = 0.5  # an item that has another name and half of its fields is the same item, renamed


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in two bodies; None where it is in only one of them. `moved` are places in a list, from 1."""

    place: tuple[str, ...]
    before: str | None
    after: str | None
    moved: bool = False

    @property
    def where(self) -> str:
        return " › ".join(self.place)

    @property
    def sentence(self) -> str:
        if self.moved:
            return f"{self.where}: moved from place {self.before} to {self.after}"
        if self.before is None or self.after is None:
            return f"{self.where}: {'added' if self.before is None else 'removed'}: {_short(self.before or self.after)}"
        return f"{self.where}: {_short(self.before)} → {_short(self.after)}"

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Line by line, for a text of several."""
        if not any("\n" in (text or "") for text in (self.before, self.after)):
            return []
        return lines(self.before or "", self.after or "")


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    return list(_mappings(before, after, ()))


def lines(before: str, after: str, around: int = 2) -> list[tuple[str, str]]:
    """Lines that went ("-"), came ("+") or stand around them (" "), in their order; "…" where some are left out."""
    found: list[tuple[str, str]] = []
    for line in list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=around))[2:]:
        if not line.startswith("@@"):
            found.append((line[0], line[1:]))
        elif found:
            found.append(("…", ""))
    return found


def _short(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def said(value: Any) -> str:
    """A value in a few words."""
    if value is None or isinstance(value, bool):
        return {True: "yes", False: "no", None: ""}[value]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{label(name).lower()} {said(one)}" for name, one in value.items() if said(one))
    if isinstance(value, list | tuple):
        return ("; " if any(isinstance(one, Mapping | list | tuple) for one in value) else ", ").join(map(said, value))
    return str(value)


def _walk(before: Any, after: Any, place: tuple[str, ...]) -> Iterator[Difference]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _mappings(before, after, place)
    elif _items(before) and _items(after):
        yield from _lists(before, after, place)
    elif before != after and (was := said(before)) != (now := said(after)):
        yield Difference(place, was or None, now or None)


def _mappings(before: Mapping[str, Any], after: Mapping[str, Any], place: tuple[str, ...]) -> Iterator[Difference]:
    for name in dict.fromkeys([*before, *after]):
        yield from _walk(before.get(name), after.get(name), (*place, label(name)))


def _items(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, Mapping) for one in value) and bool(value)


def _lists(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], place: tuple[str, ...]
) -> Iterator[Difference]:
    pairs = _pairs(before, after)
    back = {new: old for old, new in pairs.items()}
    for old, one in enumerate(before):
        if old not in pairs:
            yield Difference((*place, _called(one, old)), said(one), None)
    kept = _in_order([back[new] for new in sorted(back)])
    for new, one in enumerate(after):
        here = (*place, _called(one, new))
        if new not in back:
            yield Difference(here, None, said(one))
            continue
        if back[new] not in kept:
            yield Difference(here, str(back[new] + 1), str(new + 1), moved=True)
        yield from _mappings(before[back[new]], one, here)


def _pairs(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Places before to places after of what is the same item: by what tells them apart, or else by place."""
    name = next((one for one in _IDENTITY if _tells(one, before) and _tells(one, after)), None)
    if name is None:
        return {n: n for n in range(min(len(before), len(after)))}
    places = {one[name]: n for n, one in enumerate(after)}
    pairs = {n: places[one[name]] for n, one in enumerate(before) if one[name] in places}
    taken = set(pairs.values())
    for n, one in enumerate(before):
        if n not in pairs and n < len(after) and n not in taken and _alike(one, after[n]):
            pairs[n] = n
    return pairs


def _tells(name: str, items: Sequence[Mapping[str, Any]]) -> bool:
    values = [one.get(name) for one in items]
    return all(isinstance(one, str) and one for one in values) and len(set(values)) == len(values)


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    names = [name for name in dict.fromkeys([*one, *other]) if one.get(name) or other.get(name)]
    same = [name for name in names if one.get(name) == other.get(name)]
    return len(same) >= _ALIKE * len(names)


def _in_order(places: Sequence[int]) -> set[int]:
    """The longest run that kept its order; the others were moved."""
    best: list[list[int]] = []
    for n, place in enumerate(places):
        before: list[int] = max((best[m] for m in range(n) if places[m] < place), key=len, default=[])
        best.append([*before, place])
    longest: list[int] = max(best, key=len, default=[])
    return set(longest)


def _called(item: Mapping[str, Any], place: int) -> str:
    found = next((str(item[name]) for name in ("name", "title", "statement", "measure", "id") if item.get(name)), "")
    return found or str(place + 1)
