"""Who may ask which operation: one line an operation, deny by default. A new operation adds its line here."""

from typing import Final

from tenure.company.roles import GRANTED

TEAM: Final = frozenset({"administrator", "lead", "csm", "viewer"})
WRITERS: Final = frozenset({"administrator", "lead", "csm"})
LEADS: Final = frozenset({"administrator", "lead"})
ROLES: Final = sorted(GRANTED)

_READ: Final = (
    "me", "accounts", "account", "contacts", "account_timeline", "onboarding_access", "onboarding_rule",
    "health", "health_history", "health_change", "health_moved", "pulses", "risks", "risk",
    "signals", "scorecards", "scorecard", "check_scorecard", "replay_scorecard", "replay", "measures", "measure",
    "measure_values", "measure_version", "check_measure", "churn_training", "churn_risk", "tasks", "task",
    "reviews", "review", "review_file", "review_cadences",
    "plans", "plan", "plan_objectives", "objective", "objective_values", "proposals", "account_stakeholders",
    "customer_values", "customer_value_totals", "account_value", "objective_worth",
    "check_ins", "account_check_in", "check_in_cadences",
    "account_plan", "account_plan_versions", "account_plan_ground",
    "onboardings", "onboarding", "journeys", "journey", "account_journeys",
    "documents", "document", "document_versions", "check_document", "check_documents",
    "page_links", "page_visits", "guides", "kept_guides", "objective_comments",
    "touchpoints", "touchpoint", "meetings", "meeting", "messages", "message", "notices", "reminders",
    "labels", "kpis", "kpi", "kpi_rows", "kpi_history", "jobs", "job",
)  # fmt: skip
# Each asks besides whether the person may write on the account.
_WRITE: Final = (
    "raise_risk", "take_risk", "assign_risk", "plan_risk", "snooze_risk", "wake_risk", "close_risk", "reopen_risk",
    "give_pulse", "withdraw_pulse", "correct_label",
    "give_page_link", "revoke_page_link", "add_contact", "edit_contact",
    "schedule_review", "reschedule_review", "cancel_review", "miss_review", "prepare_review", "hold_review",
    "add_review_step", "share_review", "unshare_review", "review_feedback", "write_review_block",
    "start_onboarding", "finish_onboarding_step", "reopen_onboarding_step", "stick_onboarding_step",
    "free_onboarding_step", "move_onboarding_step", "agree_onboarding_anew", "complete_onboarding",
    "cancel_onboarding", "reopen_onboarding", "hand_over_onboarding",
    "add_review_block", "show_review_block", "move_review_block", "refresh_review_block", "invite_to_review",
    "plan_review_meeting", "hand_over_review", "add_guide", "edit_guide", "retire_guide", "bring_back_guide",
    "add_onboarding_step", "edit_onboarding_step", "remove_onboarding_step", "restore_onboarding_step",
    "edit_plan", "unverify_objective", "remove_value", "revise_proposal", "withdraw_proposal",
    "begin_plan", "close_plan", "reopen_plan", "add_objective", "edit_objective", "write_value", "verify_objective",
    "close_objective", "cancel_objective", "reopen_objective", "comment_objective", "propose_goal", "accept_proposal",
    "ask_back", "decline_proposal", "place_stakeholder",
    "write_worth", "remove_worth", "verify_worth", "save_account_plan",
    "add_task", "edit_task", "finish_task", "cancel_task", "reopen_task", "repeat_task",
    "add_task_item", "tick_task_item", "write_touchpoint", "edit_touchpoint", "delete_touchpoint",
    "plan_meeting", "change_meeting", "cancel_meeting", "hold_meeting",
    "draft_message", "edit_message", "discard_message", "submit_message", "withdraw_message",
)  # fmt: skip
_LEAD: Final = (
    "switch_onboarding_rule",
    "set_review_cadence", "set_check_in_cadence", "remove_check_in_cadence", "approve_message", "send_back_message",
    "draft_scorecard", "discard_scorecard", "publish_scorecard", "draft_measure", "discard_measure", "publish_measure",
    "draft_document", "discard_document", "publish_document", "retire_document", "import_documents",
)  # fmt: skip
# Operation -> who may, and whether it takes a token that may write.
EXPECTED: Final[dict[str, tuple[frozenset[str], bool]]] = {
    **dict.fromkeys(_READ, (TEAM, False)),
    **dict.fromkeys(_WRITE, (WRITERS, True)),
    **dict.fromkeys(("read_notice", "add_reminder", "drop_reminder"), (TEAM, True)),  # one's own
    **dict.fromkeys(_LEAD, (LEADS, True)),
}
