from django.urls import path

from tenure.web.library import acting, editing, importing, making, trying, views

app_name = "library"
urlpatterns = [
    # With a hyphen, which no kind has.
    path("", views.page, name="page"),
    path("export-files/", views.export, name="export"),
    path("import-files/", importing.bring, name="import"),
    path("new-document/", making.new, name="new"),
    path("adopt-newer/", acting.adopt_all, name="adopt-all"),
    path("<slug:kind>/<slug:key>/", views.document, name="document"),
    path("<slug:kind>/<slug:key>/compare/", views.compare, name="compare"),
    path("<slug:kind>/<slug:key>/file.yaml", views.download, name="download"),
    path("<slug:kind>/<slug:key>/edit/", editing.edit, name="edit"),
    path("<slug:kind>/<slug:key>/edit/fields/", editing.fields, name="fields"),
    path("<slug:kind>/<slug:key>/edit/check/", editing.check, name="check"),
    path("<slug:kind>/<slug:key>/dry-run/", trying.dry_run, name="dry-run"),
    path("<slug:kind>/<slug:key>/<slug:verb>/", acting.act, name="act"),
]
