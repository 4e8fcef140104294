"""One stream of everything that happened with an account, newest first, read a page at a time.

Each source answers "your newest entries before this place" from an index; the pages are the merge of those answers.
So a page costs the same at the top and after ten thousand entries, and nothing is skipped or shown twice while new
entries arrive.
"""

from tenure.web.account.timeline.entry import Entry, Place
from tenure.web.account.timeline.page import KINDS, TimelinePage, timeline_page, with_clock
from tenure.web.account.timeline.sources import touchpoint_entry

__all__ = ["KINDS", "Entry", "Place", "TimelinePage", "timeline_page", "touchpoint_entry", "with_clock"]
