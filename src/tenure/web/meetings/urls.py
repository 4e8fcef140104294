from django.urls import path

from tenure.web.meetings import panel, views

app_name = "meetings"
urlpatterns = [
    path("", views.page, name="page"),
    path("plan/<account_id:account_id>/", views.plan, name="plan"),
    path("of/<account_id:account_id>/", panel.of_account, name="of-account"),
    path("<int:meeting_id>/", views.detail, name="detail"),
    path("<int:meeting_id>/edit/", views.edit, name="edit"),
    path("<int:meeting_id>/cancel/", views.cancel, name="cancel"),
    path("<int:meeting_id>/hold/", views.hold, name="hold"),
    path("<int:meeting_id>/meeting.ics", views.file, name="file"),
]
