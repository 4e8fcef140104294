from django.urls import path

from tenure.web.risks import acting, signal_acting, signals, views

app_name = "risks"
urlpatterns = [
    path("", views.page, name="page"),
    path("board/", views.board, name="board"),
    path("signals/", signals.page, name="signals"),
    path("signals/new-signal/", signal_acting.new, name="signal-new"),
    path("signals/<slug:key>/", signals.signal, name="signal"),
    path("signals/<slug:key>/dry-run/", signals.dry_run, name="signal-dry-run"),
    path("signals/<slug:key>/save/", signal_acting.save, name="signal-save"),
    path("signals/<slug:key>/publish/", signal_acting.publish, name="signal-publish"),
    path("signals/<slug:key>/discard/", signal_acting.discard, name="signal-discard"),
    path("signals/<slug:key>/retire/", signal_acting.retire, name="signal-retire"),
    path("raise/<account_id:account_id>/", acting.raise_, name="raise"),
    path("<int:risk_id>/", views.detail, name="detail"),
    path("<int:risk_id>/<slug:verb>/", acting.act, name="act"),
]
