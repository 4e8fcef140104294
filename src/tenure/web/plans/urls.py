from django.urls import path

from tenure.web.plans import acting, past, people, proposing, starting, value, views

app_name = "plans"
_PLAN, _GOAL = "plan/<account_id:plan_id>/", "objective/<account_id:goal_id>/"
_ACCOUNT = "account/<account_id:account_id>/"
urlpatterns = [
    path("", views.page, name="page"),
    path("figures/", views.figures, name="figures"),
    path("new/<account_id:account_id>/", starting.new, name="new"),
    path(_PLAN, views.plan, name="plan"),
    path(f"{_PLAN}objectives/", acting.add_objective, name="add"),
    path(f"{_PLAN}do/<slug:verb>/", acting.act_on_plan, name="act"),
    path(_GOAL, views.objective, name="objective"),
    path(f"{_GOAL}edit/", acting.edit_objective, name="edit"),
    path(f"{_GOAL}line.json", views.line, name="line"),
    path(f"{_GOAL}do/<slug:verb>/", acting.act_on_objective, name="act-objective"),
    path("proposals/", proposing.page, name="proposals"),
    path("proposals/<int:proposal_id>/", proposing.proposal, name="proposal"),
    path("proposals/<int:proposal_id>/<slug:verb>/", proposing.act, name="decide"),
    path(f"{_ACCOUNT}propose/", proposing.propose, name="propose"),
    path(_ACCOUNT, people.page, name="account"),
    path(f"{_ACCOUNT}place/<account_id:contact_id>/", people.place, name="place"),
    path(f"{_ACCOUNT}whitespace/", people.whitespace, name="whitespace"),
    path(f"{_ACCOUNT}of/", value.of_account, name="of-account"),
    path("value/", value.page, name="value"),
    path("value/past/", past.page, name="past"),
    path("value/cadences/", value.cadences, name="cadences"),
    path("value/<account_id:account_id>/", value.account, name="value-account"),
]
