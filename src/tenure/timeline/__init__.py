"""One stream of everything that happened with an account, newest first, read a page at a time.

All sources answer "your newest entries before this place" from their indexes, in one query; the page is the newest of
them. So a page costs the same at the top and after ten thousand entries, and nothing is skipped or shown twice while
new entries arrive. `registry.py` lists the sources.
"""

from tenure.timeline.entry import Entry, Link, Place
from tenure.timeline.page import SIZE, TimelinePage, timeline_page, with_actions, with_clock
from tenure.timeline.registry import KINDS, place
from tenure.timeline.texts import touchpoint_entry
from tenure.timeline.wish import BY, Wish

__all__ = ["BY", "KINDS", "SIZE", "Entry", "Link", "Place", "TimelinePage", "Wish", "place", "timeline_page",
           "touchpoint_entry", "with_actions", "with_clock"]  # fmt: skip
