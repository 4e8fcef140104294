from django.urls import path

from tenure.web.reviews import acting, blocks, cadences, calendar, files, holding, logos, panels, starting, views

app_name = "reviews"
_HERE = "<account_id:review_id>/"
_BLOCK = f"{_HERE}blocks/<int:block_id>/"

urlpatterns = [
    path("", views.page, name="page"),
    path("calendar/", calendar.page, name="calendar"),
    path("cadences/", cadences.page, name="cadences"),
    path("new/<account_id:account_id>/", starting.new, name="new"),
    path("of/<account_id:account_id>/", panels.of_account, name="of-account"),
    path("logo/<account_id:account_id>/", logos.logo, name="logo"),
    path(_HERE, views.detail, name="detail"),
    path(f"{_HERE}read/", views.read, name="read"),
    path(f"{_HERE}waiting/", panels.waiting, name="waiting"),
    path(f"{_HERE}slides.pptx", files.slides, name="slides"),
    path(f"{_HERE}review.pdf", files.paper, name="paper"),
    path(f"{_HERE}hold/", holding.hold, name="hold"),
    path(f"{_HERE}minutes/", holding.minutes, name="minutes"),
    path(f"{_HERE}steps/", holding.step, name="step"),
    path(f"{_HERE}people/", holding.people, name="people"),
    path(f"{_HERE}found/", holding.found, name="found"),
    path(f"{_HERE}feedback/", holding.feedback, name="feedback"),
    path(f"{_HERE}meeting/", starting.meeting, name="meeting"),
    path(f"{_HERE}blocks/", blocks.add, name="block-new"),
    path(_BLOCK, blocks.block, name="block"),
    path(f"{_BLOCK}<slug:verb>/", blocks.act, name="block-act"),
    path(f"{_HERE}<slug:verb>/", acting.act, name="act"),
]
