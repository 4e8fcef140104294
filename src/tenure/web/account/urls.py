from django.urls import path

from tenure.web.account import churn, contacts, editing, health, journey, notes, panels, pulse, sentiment, views

app_name = "account"
_HERE = "<account_id:account_id>/"

urlpatterns = [
    path(_HERE, views.page, name="page"),
    path(f"{_HERE}timeline/", views.timeline, name="timeline"),
    path(f"{_HERE}usage/", views.usage, name="usage"),
    path(f"{_HERE}people/", views.people_tab, name="people"),
    path(f"{_HERE}contacts/new/", contacts.new, name="contact-new"),
    path(f"{_HERE}contacts/<account_id:key>/", contacts.edit, name="contact"),
    path(f"{_HERE}contracts/", views.contracts_tab, name="contracts"),
    path(f"{_HERE}stream/", notes.stream, name="stream"),
    path(f"{_HERE}stream/wishes/", notes.wishes, name="wishes"),
    path(f"{_HERE}notes/", notes.write, name="write"),
    path(f"{_HERE}notes/more/", notes.more, name="more"),
    path(f"{_HERE}notes/restore/<int:change_id>/", notes.restore, name="restore"),
    path(f"{_HERE}notes/<account_id:key>/", notes.note, name="note"),
    path(f"{_HERE}notes/<account_id:key>/delete/", notes.delete, name="delete-note"),
    path(f"{_HERE}edit/<slug:name>/", editing.field, name="field"),
    path(f"{_HERE}tags/", editing.tags, name="tags"),
    path(f"{_HERE}panels/facts/", panels.facts, name="facts"),
    path(f"{_HERE}panels/attributes/", panels.attributes, name="attributes"),
    path(f"{_HERE}panels/risks/", views.risks, name="risks"),
    path(f"{_HERE}panels/journey/", journey.journey, name="journey"),
    path(f"{_HERE}panels/health/", health.health, name="health"),
    path(f"{_HERE}panels/pulse/", pulse.pulse, name="pulse"),
    path(f"{_HERE}panels/sentiment/", sentiment.panel, name="sentiment"),
    path(f"{_HERE}labels/<int:label_id>/", sentiment.label, name="label"),
    path(f"{_HERE}labels/<int:label_id>/correct/", sentiment.correct, name="correct"),
    path(f"{_HERE}pulse/", pulse.give, name="give-pulse"),
    path(f"{_HERE}pulse/withdraw/", pulse.withdraw, name="withdraw-pulse"),
    path(f"{_HERE}charts/health.json", health.health_chart, name="health-chart"),
    path(f"{_HERE}panels/churn/", churn.risk, name="churn"),
    path(f"{_HERE}charts/churn.json", churn.chart, name="churn-chart"),
    path(f"{_HERE}panels/revenue/", panels.revenue, name="revenue"),
    path(f"{_HERE}panels/usage/", panels.usage, name="usage-panel"),
    path(f"{_HERE}panels/features/", panels.features, name="features"),
    path(f"{_HERE}panels/users/", panels.users, name="users"),
    path(f"{_HERE}charts/mrr.json", panels.revenue_chart, name="mrr-chart"),
    path(f"{_HERE}charts/usage.json", panels.usage_chart, name="usage-chart"),
    path(f"{_HERE}charts/features.json", panels.features_chart, name="features-chart"),
]
