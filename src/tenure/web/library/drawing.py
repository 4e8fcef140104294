"""A form as templates draw it: its fields with their words, what may be chosen, and what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from tenure.library.differing import label
from tenure.library.reading import MODELS
from tenure.web.library import forming, wording
from tenure.web.library.forming import Raw, Shape
from tenure.web.library.wording import Options


@dataclass(frozen=True, slots=True)
class Control:
    path: str
    label: str
    look: str
    value: str
    options: Options = ()
    help: str = ""
    problem: str = ""
    suggestions: str = ""  # id of the list of what people usually type
    fixed: bool = False
    wide: bool = False
    focused: bool = False

    @property
    def id(self) -> str:
        return f"f-{self.path.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list: a part that is opened where something in it is wrong or it was just touched."""

    path: str
    number: int
    title: str
    facts: str
    part: "Part"
    open: bool
    first: bool
    last: bool
    moved: str  # up or down, where it was just moved


@dataclass(frozen=True, slots=True)
class Many:
    path: str
    label: str
    one: str
    items: tuple[Item, ...]
    problem: str
    focused: bool

    @property
    def id(self) -> str:
        return f"f-{self.path.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Part:
    """Fields, parts inside it, and lists."""

    title: str
    controls: tuple[Control, ...]
    parts: tuple["Part", ...] = ()
    lists: tuple[Many, ...] = ()

    def all(self) -> Iterator[Control | Many]:
        yield from self.controls
        for part in self.parts:
            yield from part.all()
        for many in self.lists:
            yield many
            for item in many.items:
                yield from item.part.all()


@dataclass(frozen=True, slots=True)
class Form:
    kind: str
    raw: Raw
    problems: Mapping[str, str] = field(default_factory=dict)
    focus: str = ""
    did: str = ""

    def whole(self) -> Part:
        return _Drawing(self).part(MODELS[self.kind], self.raw, "", "")

    def elsewhere(self) -> list[str]:
        """Sentences about places that no field stands for."""
        shown = {one.path for one in self.whole().all()}
        return [f"{place}: {said}" for place, said in self.problems.items() if place not in shown]


class _Drawing:
    """Draws one form; what may be chosen is asked once."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._asked: dict[str, Options] = {}

    def part(self, model: type[BaseModel], raw: Raw, path: str, title: str) -> Part:
        controls: list[Control] = []
        parts: list[Part] = []
        lists: list[Many] = []
        for name, _, one in forming.shapes(model):
            here = f"{path}{name}"
            if one.model and one.look == "list":
                lists.append(self._many(one.model, raw[name], here, name))
            elif one.model:
                parts.append(self.part(one.model, raw[name], f"{here}.", self._label(here, name)))
            else:
                controls.append(self._control(one, here, name, raw[name], first=not controls))
        return Part(title, tuple(controls), tuple(parts), tuple(lists))

    def _many(self, model: type[BaseModel], items: list[Raw], path: str, name: str) -> Many:
        made = tuple(self._item(model, raw, f"{path}.{n}", n, len(items)) for n, raw in enumerate(items))
        return Many(path, self._label(path, name), wording.ONE.get(name, name.removesuffix("s")), made,
                    self.form.problems.get(path, ""), self.form.focus == path)  # fmt: skip

    def _item(self, model: type[BaseModel], raw: Raw, path: str, n: int, of: int) -> Item:
        part = self.part(model, raw, f"{path}.", "")
        wrong = any(place == path or place.startswith(f"{path}.") for place in self.form.problems)
        touched = self.form.focus == path or self.form.focus.startswith(f"{path}.")
        holds = bool(part.lists)
        title = raw.get("title") or raw.get("name") or raw.get("statement") or self._said(f"{path}.kind", raw)
        nested = path.count(".") > 2
        ends = not nested and n == 0, not nested and n == of - 1
        return Item(path, n + 1, title, _facts(raw) if not holds else "", part, wrong or touched or holds, *ends,
                    self.form.did if self.form.focus == path else "")  # fmt: skip

    def _said(self, path: str, raw: Raw) -> str:
        """What an item without a name is called by: the words of its kind."""
        return dict(self._options(path)).get(raw.get("kind", ""), "")

    def _control(self, one: Shape, path: str, name: str, value: str, *, first: bool) -> Control:
        options = self._options(path) or tuple((choice, label(choice)) for choice in one.choices)
        look = "choice" if options else one.look
        if options and one.optional:
            options = (("", "–"), *options)
        if options and value not in dict(options):
            options = ((value, value or "–"), *options)
        return Control(
            path, self._label(path, name), look, value, options, wording.HELP.get((self.form.kind, _bare(path)), ""),
            self.form.problems.get(path, ""), wording.SUGGESTED.get(name, ""), fixed=path == "id",
            wide=look == "lines" or (look != "choice" and name in wording.WIDE),
            focused=first and self.form.did == "add" and path.rpartition(".")[0] == self.form.focus,
        )  # fmt: skip

    def _label(self, path: str, name: str) -> str:
        return (
            wording.LABELS.get((self.form.kind, _bare(path)), "") or wording.LABELS.get(("", name), "") or label(name)
        )

    def _options(self, path: str) -> Options:
        bare = _bare(path)
        ask = wording.CHOICES.get((self.form.kind, bare))
        if ask and bare not in self._asked:
            self._asked[bare] = ask()
        return self._asked.get(bare, ())


def _bare(path: str) -> str:
    """The path without the numbers of items."""
    return ".".join(part for part in path.split(".") if not part.isdecimal())


def _facts(raw: Raw) -> str:
    """What one wants to know of an item that is folded."""
    said = [label(raw["kind"]).lower() if raw.get("title") and raw.get("kind") not in (None, "task") else "",
            label(raw["owner"]) if raw.get("owner") else "",
            f"{raw['days']} day{'' if raw['days'] == '1' else 's'}" if raw.get("days") else "",
            f"after {raw['after']}" if raw.get("after") else "",
            "for us alone" if raw.get("internal") == "yes" else "",
            "shared" if raw.get("shared") == "yes" else "",
            f"week {raw['week']}" if raw.get("week") else "",
            "the customer" if raw.get("side") == "customer" else ""]  # fmt: skip
    return " · ".join(one for one in said if one)
