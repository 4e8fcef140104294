"""The pages of a contact that are looked at: route, view, name."""

from typing import Final

from tenure.web.portal import doing, goals, home, objectives, reviews, showing
from tenure.web.portal.here import View

PAGES: Final[tuple[tuple[str, View, str], ...]] = (
    ("", home.page, "home"),
    ("tasks/<int:task_id>/", doing.task, "task"),
    ("guides/", showing.guides, "guides"),
    ("guides/<int:resource_id>/", showing.guide, "guide"),
    ("meetings/<int:meeting_id>/meeting.ics", showing.meeting, "meeting"),
    ("people/", showing.people, "people"),
    ("goals/", goals.page, "goals"),
    ("goals/<int:proposal_id>/", goals.proposal, "proposal"),
    ("objectives/<account_id:goal_id>/", objectives.page, "objective"),
    ("reviews/<account_id:review_id>/", reviews.page, "review"),
    ("reviews/<account_id:review_id>/review.pdf", reviews.paper, "review-paper"),
)
