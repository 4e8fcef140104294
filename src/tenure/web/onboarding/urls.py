from django.urls import path

from tenure.web.onboarding import acting, detail, portfolio, starting, steps

app_name = "onboarding"
_HERE = "plan/<account_id:onboarding_id>/"
_STEP = f"{_HERE}steps/<slug:step>/"

urlpatterns = [
    path("", portfolio.page, name="portfolio"),
    path("cohorts/", portfolio.cohorts, name="cohorts"),
    path("ages/", portfolio.ages, name="ages"),
    path("rule/", starting.switch, name="rule"),
    path("start/<account_id:account_id>/", starting.new, name="start"),
    path("of/<account_id:account_id>/", starting.of_account, name="of-account"),
    path(_HERE, detail.page, name="page"),
    path(f"{_HERE}gantt/", detail.chart, name="gantt"),
    path(f"{_HERE}access/", detail.access, name="access"),
    path(f"{_HERE}move/", acting.move, name="move"),
    path(f"{_HERE}remind/", acting.remind, name="remind"),
    path(f"{_HERE}undo/<int:change_id>/", acting.undo, name="undo"),
    path(f"{_HERE}steps/", steps.new, name="step-new"),
    path(_STEP, steps.edit, name="step"),
    path(f"{_STEP}stuck/", steps.stuck, name="step-stuck"),
    path(f"{_STEP}message/", steps.message, name="step-message"),
    path(f"{_STEP}meeting/", steps.meeting, name="step-meeting"),
    path(f"{_STEP}<slug:verb>/", acting.on_step, name="step-act"),
    path(f"{_HERE}<slug:verb>/", acting.act, name="act"),
]
