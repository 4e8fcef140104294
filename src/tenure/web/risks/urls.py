from django.urls import path

from tenure.customers import addresses  # noqa: F401  registers account_id
from tenure.web.risks import acting, views

app_name = "risks"
urlpatterns = [
    path("", views.page, name="page"),
    path("board/", views.board, name="board"),
    path("signals/", views.signals, name="signals"),
    path("raise/<account_id:account_id>/", acting.raise_, name="raise"),
    path("<int:risk_id>/", views.detail, name="detail"),
    path("<int:risk_id>/<slug:verb>/", acting.act, name="act"),
]
