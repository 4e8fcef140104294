from django.urls import path

from tenure.web.lab import acting, churn, listing, making, panels, suggesting, versions, views

app_name = "lab"
# A scorecard's key has no hyphen, so that no page of its own can be taken for one.
urlpatterns = [
    path("", views.overview, name="overview"),
    path("new-scorecard/", making.new, name="new"),
    path("from-yaml/", making.from_yaml, name="from-yaml"),
    path("measure-spread/<slug:measure>/", panels.distribution, name="distribution"),
    path("churn-risk/", churn.newest, name="churn"),
    path("churn-risk/work/", churn.work, name="churn-work"),
    path("churn-risk/train/", churn.train, name="churn-train"),
    path("churn-risk/<int:pk>/", churn.training, name="churn-training"),
    path("<slug:key>/", views.card, name="card"),
    path("<slug:key>/known/", panels.known, name="known"),
    path("<slug:key>/proof/", panels.proof, name="proof"),
    path("<slug:key>/ahead/", panels.ahead, name="ahead"),
    path("<slug:key>/today/", panels.today, name="today"),
    path("<slug:key>/dry-run/", panels.dry, name="dry-run"),
    path("<slug:key>/moves/", listing.moves, name="moves"),
    path("<slug:key>/missed/", listing.missed, name="missed"),
    path("<slug:key>/suggested/", suggesting.page, name="suggested"),
    path("<slug:key>/suggested/fit/", suggesting.fit, name="suggested-fit"),
    path("<slug:key>/suggested/draft/", suggesting.draft, name="suggested-draft"),
    path("<slug:key>/save/", acting.save, name="save"),
    path("<slug:key>/publish/", acting.publish, name="publish"),
    path("<slug:key>/discard/", acting.discard, name="discard"),
    path("<slug:key>/retire/", acting.retire, name="retire"),
    path("<slug:key>/versions/<int:number>/", versions.version, name="version"),
    path("<slug:key>/versions/<int:number>/yaml/", versions.as_yaml, name="yaml"),
    path("<slug:key>/versions/<int:number>/again/", versions.again, name="again"),
]
