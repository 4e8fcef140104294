from django.urls import path

from tenure.web.day import acting, notes, peek, views

app_name = "day"
urlpatterns = [
    path("", views.page, name="page"),
    path("section/<slug:kind>/", views.section, name="section"),
    path("book/", views.whole_book, name="book"),
    path("counts/", views.counts, name="counts"),
    path("causes/", views.causes, name="causes"),
    path("undo/<int:change_id>/", acting.undo, name="undo"),
    path("note/<account_id:account_id>/", notes.note, name="note"),
    path("<slug:kind>/<account_id:key>/", peek.peek, name="peek"),
    path("<slug:kind>/<account_id:key>/<slug:verb>/", acting.act, name="act"),
]
