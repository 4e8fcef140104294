from django.urls import path

from tenure.web.tasks import acting, board, items, many, panels, views

app_name = "tasks"
urlpatterns = [
    path("", views.page, name="page"),
    path("new/", views.new, name="new"),
    path("board/", board.board, name="board"),
    path("board/<int:task_id>/", board.move, name="move"),
    path("many/", many.act, name="many"),
    path("many/<slug:key>/undo/", many.undo, name="many-undo"),
    path("accounts/", panels.accounts, name="accounts"),
    path("contacts/", panels.contacts, name="contacts"),
    path("of/<account_id:account_id>/", panels.of_account, name="of-account"),
    path("risk/<int:risk_id>/", panels.of_risk, name="of-risk"),
    path("<int:task_id>/", views.detail, name="detail"),
    path("<int:task_id>/items/", items.add, name="item-add"),
    path("<int:task_id>/items/<int:item_id>/<slug:verb>/", items.act, name="item"),
    path("<int:task_id>/<slug:verb>/", acting.act, name="act"),
]
