"""A text with merge fields becomes the two parts of a mail: HTML with its styles in line, and plain text.

Fields are put in after Markdown was read, so that a value is never taken for markup: a contact called `*Ada*` keeps the
stars. While Markdown is read, a private character stands for each field.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import css_inline
import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tenure.library.messages.fields import FIELDS, MARK
from tenure.library.messages.plain import plain

_FIRST: Final = 0xE000  # Unicode's private use area
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
_SPOTS: Final = {name: chr(_FIRST + number) for number, name in enumerate(FIELDS)}
_LINKS: Final = {_SPOTS[name]: name for name, field in FIELDS.items() if field.is_link}
_ALONE: Final = re.compile(rf"(?<!\]\()[{''.join(_LINKS)}]")
_TAGS: Final = frozenset(
    "p br strong em s ul ol li blockquote code pre h1 h2 h3 h4 h5 h6 hr a table thead tbody tr th td".split()
)
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})

Link = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Written:
    """`inner` is the HTML without its frame and styles; a mail with `missing`, fields without a value, may not go."""

    html: str
    text: str
    inner: str
    missing: tuple[str, ...] = ()


def fill(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """A line, such as a subject, with its fields filled in on one line, and the fields that have no value."""
    missing: list[str] = []

    def value(match: re.Match[str]) -> str:
        name = match[1].strip()
        if not values.get(name):
            missing.append(name)
        return values.get(name) or f"[{name}]"

    return " ".join(MARK.sub(value, text).split()), list(dict.fromkeys(missing))


def write(body: str, values: Mapping[str, str], *, link: Link = str, foot: str = "") -> Written:
    """Both parts of a mail. `link` says where a link in the HTML leads; `foot` is finished markup below the text."""
    tokens = _read(body)
    text = plain(tokens)
    for token in _links(tokens):
        token.attrs["href"] = _leading(str(token.attrs.get("href", "")), values, link)
    html = _clean(_reader().renderer.render(tokens, _reader().options, {}))
    missing = tuple(name for name in _named(body) if not values.get(name))
    shown = {_SPOTS[name]: values.get(name) or f"[{name}]" for name in _SPOTS}
    put = {spot: escape(value) for spot, value in shown.items()}
    inner = _put(html, put)
    return Written(_page(inner + foot), _put(text, shown), inner, missing)


def links_with_fields(body: str) -> Iterator[str]:
    """A sentence for each link whose address depends on a merge field: it could lead anywhere.

    A field that is a link of ours may be the whole of it.
    """
    for token in _links(_read(body)):
        if "%EE%80%" in str(token.attrs.get("href", "")).upper():
            yield "Body: a merge field stands in the address of a link; write the whole address."


def _named(body: str) -> list[str]:
    found = dict.fromkeys(match[1].strip() for match in MARK.finditer(body))
    return [name for name in found if name in FIELDS]


def _read(body: str) -> list[Token]:
    tidy = _PRIVATE.sub("", body.replace("\x00", ""))
    marked = MARK.sub(lambda match: _SPOTS.get(match[1].strip(), match[0]), tidy)
    tokens = _reader().parse(_ALONE.sub(r"[\g<0>](\g<0>)", marked))
    for token in _links(tokens):
        whole = unquote(str(token.attrs.get("href", "")))
        if whole in _LINKS:
            token.attrs["href"] = whole
    return tokens


@cache
def _reader() -> MarkdownIt:
    # "js-default" takes HTML as text; a line break in a message is meant as one. Pictures would need a server.
    return MarkdownIt("js-default", {"breaks": True, "linkify": False, "html": False}).disable("image")


def _links(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from (inner for inner in token.children or () if inner.type == "link_open")


def _leading(address: str, values: Mapping[str, str], link: Link) -> str:
    if address in _LINKS:
        address = values.get(_LINKS[address], "")
    return link(address) if address.lower().startswith(("http://", "https://")) else address


def _clean(html: str) -> str:
    return nh3.clean(html, tags=set(_TAGS), attributes={"a": {"href"}, "*": set()}, url_schemes=set(_SCHEMES),
                     link_rel="noopener noreferrer")  # fmt: skip


def _put(text: str, values: Mapping[str, str]) -> str:
    return _PRIVATE.sub(lambda match: values.get(match[0], ""), text)


def _page(inside: str) -> str:
    """A whole document, its rules as `style` attributes: most mail programs know no style sheet."""
    whole = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title></title></head>'
        f'<body><div class="mail">{inside}</div></body></html>'
    )
    return _inliner().inline(whole)


@cache
def _inliner() -> css_inline.CSSInliner:
    rules = (Path(__file__).parent / "mail.css").read_text()
    # Nothing is ever fetched: the only rules are ours.
    return css_inline.CSSInliner(load_remote_stylesheets=False, extra_css=rules)
