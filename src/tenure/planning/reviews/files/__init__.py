"""A review as files: slides that can be edited, and a paper. Both draw what `exhibits` and `prose` say."""

from tenure.planning.reviews.files.paper import paper
from tenure.planning.reviews.files.sheets import Sheet, sheets_of
from tenure.planning.reviews.files.slides import slides

__all__ = ["Sheet", "paper", "sheets_of", "slides"]
