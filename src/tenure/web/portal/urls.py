"""The customer's page: entering it, and its pages. Each page stands once more below `customer-view`, for us to see."""

from django.urls import path

from tenure.web.portal import doing, entering, goals, objectives, reviews
from tenure.web.portal.here import theirs
from tenure.web.portal.pages import PAGES

app_name = "portal"
urlpatterns = [
    path("open/<str:token>/", entering.opened, name="open"),
    path("link/", entering.new_link, name="link"),
    path("code/", entering.code, name="code"),
    path("leave/", entering.leave, name="leave"),
    *(path(route, theirs(view), name=name) for route, view, name in PAGES),
    path("tasks/<int:task_id>/<slug:verb>/", theirs(doing.act), name="act"),
    path("feedback/", theirs(doing.feedback), name="feedback"),
    path("goals/send/", theirs(goals.send), name="goals-send"),
    path("goals/draft/", theirs(goals.draft), name="goals-draft"),
    path("goals/<int:proposal_id>/<slug:verb>/", theirs(goals.act), name="proposal-act"),
    path("objectives/<account_id:goal_id>/<slug:verb>/", theirs(objectives.act), name="objective-act"),
    path("reviews/<account_id:review_id>/feedback/", theirs(reviews.feedback), name="review-feedback"),
    path("people/<account_id:user_id>/invite/", theirs(doing.invite), name="invite"),
]
