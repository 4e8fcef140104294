"""Our side of customers' pages: guides and files, settings, and the links and visits of an account."""

from django.urls import path

from tenure.web.portal import guides, of_account

app_name = "customer-pages"
_ACCOUNT = "of/<account_id:account_id>/"
urlpatterns = [
    path("", guides.page, name="guides"),
    path("settings/", guides.preferences, name="settings"),
    path("guides/new/", guides.new, name="guide-new"),
    path("guides/<int:pk>/", guides.edit, name="guide"),
    path("guides/<int:pk>/<slug:verb>/", guides.act, name="guide-act"),
    path(_ACCOUNT, of_account.page, name="of-account"),
    path(f"{_ACCOUNT}card/", of_account.card, name="card"),
    path(f"{_ACCOUNT}view/", of_account.view, name="view"),
    path(f"{_ACCOUNT}visits/", of_account.visits, name="visits"),
    path(f"{_ACCOUNT}code/", of_account.code, name="code"),
    path(f"{_ACCOUNT}<account_id:contact_id>/<slug:verb>/", of_account.act, name="act"),
]
