"""Notes are Markdown: read without HTML, and cleaned once more before they are shown."""

from functools import cache, lru_cache
from typing import Final

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

_TAGS: Final = frozenset(
    "p br strong em s ul ol li blockquote code pre h3 h4 h5 h6 hr a table thead tbody tr th td".split()
)
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})


@cache
def _reader() -> MarkdownIt:
    # "js-default" takes HTML as text; a line break in a note is meant as one.
    return MarkdownIt("js-default", {"breaks": True, "linkify": False, "html": False})


@lru_cache(maxsize=512)
def rendered(text: str) -> SafeString:
    """Safe markup of a note. Pictures are left out: showing one would tell a stranger's server who reads."""
    html = _reader().render(text.replace("\x00", ""))
    clean = nh3.clean(
        _lower_headings(html),
        tags=set(_TAGS),
        attributes={"a": {"href"}, "*": set()},
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )
    return SafeString(clean)


def _lower_headings(html: str) -> str:
    """A note's heading stands below those of its page."""
    for level in (2, 1):
        html = html.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    return html
