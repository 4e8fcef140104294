from django.urls import path

from tenure.web.messages import composing, detail, incoming, outbox, shelf

app_name = "messages"
urlpatterns = [
    path("", outbox.page, name="page"),
    path("settings/", outbox.preferences, name="settings"),
    path("write/<account_id:account_id>/", composing.new, name="write"),
    path("preview/<account_id:account_id>/", composing.preview, name="preview"),
    path("incoming/", incoming.page, name="incoming"),
    path("incoming/<int:pk>/", incoming.decide, name="assign"),
    path("templates/<slug:key>/", shelf.template, name="template"),
    path("templates/<slug:key>/preview/", shelf.preview, name="template-preview"),
    path("templates/<slug:key>/save/", shelf.save, name="template-save"),
    path("mail/<slug:mail_id>/", detail.mail, name="mail"),
    path("mail/<slug:mail_id>/look/", detail.look, name="look"),
    path("mail/<slug:mail_id>/<slug:verb>/", detail.decide, name="decide"),
    path("<int:message_id>/", detail.detail, name="detail"),
    path("<int:message_id>/edit/", composing.edit, name="edit"),
    path("<int:message_id>/<slug:verb>/", detail.act, name="act"),
]
