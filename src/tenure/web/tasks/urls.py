from django.urls import path

from tenure.customers import addresses  # noqa: F401  registers account_id
from tenure.web.tasks import acting, panels, views

app_name = "tasks"
urlpatterns = [
    path("", views.page, name="page"),
    path("new/", views.new, name="new"),
    path("accounts/", panels.accounts, name="accounts"),
    path("of/<account_id:account_id>/", panels.of_account, name="of-account"),
    path("risk/<int:risk_id>/", panels.of_risk, name="of-risk"),
    path("<int:task_id>/", views.detail, name="detail"),
    path("<int:task_id>/<slug:verb>/", acting.act, name="act"),
]
