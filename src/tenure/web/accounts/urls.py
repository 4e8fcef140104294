from django.urls import path, re_path

from tenure.web.accounts import changes, export, views

app_name = "accounts"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("rows/", views.rows, name="rows"),
    path("filter/", views.filter_form, name="filter"),
    path("counts/", views.counts, name="counts"),
    path("columns/", views.columns, name="columns"),
    re_path(r"^export\.(?P<kind>csv|xlsx)$", export.export, name="export"),
    path("bulk/", changes.change_many, name="bulk"),
    path("undo/", changes.undo, name="undo"),
    path("work/", views.work, name="work"),
    path("work/away/", changes.put_away, name="work-away"),
    path("files/<str:job_id>/", export.fetch, name="file"),
    path("views/", changes.new_view, name="view-new"),
    path("views/<int:pk>/save/", changes.save_view, name="view-save"),
    path("views/<int:pk>/rename/", changes.rename_view, name="view-rename"),
    path("views/<int:pk>/share/", changes.share_view, name="view-share"),
    path("views/<int:pk>/delete/", changes.delete_view, name="view-delete"),
]
