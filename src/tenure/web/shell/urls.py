from django.urls import path

from tenure.web.shell import views
from tenure.web.signin import calendar, me
from tenure.web.signin import views as signin

urlpatterns = [
    path("my-accounts/", views.my_accounts, name="my-accounts"),
    path("healthz", views.healthz, name="healthz"),
    path("me/", me.me, name="me"),
    path("me/tokens/", me.make_token, name="token-make"),
    path("me/tokens/<int:pk>/revoke/", me.revoke_token, name="token-revoke"),
    path("me/calendar/", calendar.make, name="calendar-make"),
    path("me/calendar/revoke/", calendar.revoke, name="calendar-revoke"),
    path("calendar/<str:secret>.ics", calendar.feed, name="calendar"),
    path("settings/", signin.settings_page, name="settings"),
    path("settings/people/", signin.invite, name="person-invite"),
    path("settings/people/<int:pk>/role/", signin.change_role, name="person-role"),
    path("settings/people/<int:pk>/active/", signin.set_active, name="person-active"),
    path("settings/people/<int:pk>/link/", signin.new_link, name="person-link"),
]
