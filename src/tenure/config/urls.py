"""Every address of Tenure; one line a slice."""

from django.urls import include, path

from tenure.web.accounts.beginning import begin
from tenure.web.shell.views import home

urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", include("tenure.web.signin.urls")),
    path("accounts/", include("tenure.web.accounts.urls")),
    path("begin/<slug:what>/", begin, name="begin"),
    path("account/", include("tenure.web.account.urls")),
    path("my-day/", include("tenure.web.day.urls")),
    path("tasks/", include("tenure.web.tasks.urls")),
    path("notices/", include("tenure.web.notices.urls")),
    path("risks/", include("tenure.web.risks.urls")),
    path("health-lab/disagreements/", include("tenure.web.disagreements.urls")),
    path("health-lab/", include("tenure.web.lab.urls")),
    path("measures/", include("tenure.web.measures.urls")),
    path("journeys/", include("tenure.web.journeys.urls")),
    path("onboarding/", include("tenure.web.onboarding.urls")),
    path("kpis/", include("tenure.web.kpis.urls")),
    path("plans/", include("tenure.web.plans.urls")),
    path("messages/", include("tenure.web.messages.urls")),
    path("meetings/", include("tenure.web.meetings.urls")),
    path("reviews/", include("tenure.web.reviews.urls")),
    path("m/", include("tenure.web.messages.public_urls")),
    path("page/", include("tenure.web.portal.urls")),
    path("customer-pages/", include("tenure.web.portal.staff_urls")),
    path("customer-view/", include("tenure.web.portal.preview_urls")),
    path("library/", include("tenure.web.library.urls")),
    path("data/", include("tenure.web.data.urls")),
    path("jobs/", include("tenure.web.jobs.urls")),
    path("api/", include("tenure.api.urls")),
    path("", include("tenure.web.shell.urls")),
]
