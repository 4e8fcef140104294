from django.urls import path

from tenure.web.notices import reminding, views

app_name = "notices"
urlpatterns = [
    path("", views.page, name="page"),
    path("bell/", views.bell, name="bell"),
    path("read/", views.read_all, name="read-all"),
    path("mail/", views.mail, name="mail"),
    path("people/", views.people, name="people"),
    path("remind/", reminding.remind, name="remind"),
    path("reminders/<int:reminder_id>/drop/", reminding.drop, name="drop"),
    path("<int:notice_id>/", views.open_, name="open"),
    path("<int:notice_id>/mark/", views.mark, name="mark"),
]
