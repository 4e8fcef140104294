"""What people write: subjects, notes, comments and goals, in the words of a customer success team."""

MEETINGS = (
    (
        "Kick-off",
        "Met {contact} and two team leads. They want {feature} live for the first team before the month is out.",
    ),
    (
        "Check-in with {contact}",
        "{feature} is well received by the delivery team. Asked for a short recording for newcomers.",
    ),
    (
        "Working session on {feature}",
        "Walked through {feature} with the administrators. Two open questions, both answered.",
    ),
    ("Quarterly plan with {contact}", "Agreed on three priorities for the quarter; {feature} is the first of them."),
    ("Training: {feature}", "Eleven people joined. {contact} will repeat it for the second office."),
)
CALLS = (
    ("Call about the renewal", "{contact} sees no blocker. Procurement needs the security answers two weeks ahead."),
    ("Call with {contact}", "Short call. Reporting takes them too long on Mondays; showed how {feature} helps."),
    ("Call about seats", "Headcount is growing in the second half of the year. Will come back with a number."),
    ("Call after the escalation", "{contact} was content with how fast the ticket was solved. No further action."),
)
WORRIED = (
    (
        "Call with {contact}: usage is falling",
        "The sponsor left in spring and the new one asks what they pay for. Needs a value review.",
    ),
    (
        "Concern raised by {contact}",
        "Two teams went back to spreadsheets. {feature} never fitted how they plan. Follow-up agreed.",
    ),
    (
        "Budget review at the customer",
        "All tools are being looked at again. {contact} asked for figures on {feature} by Friday.",
    ),
)
MAILS = (
    ("Summary of our meeting", "Sent the notes and the three next steps to {contact}."),
    ("Guide to {feature}", "Sent the guide and offered half an hour next week."),
    ("Re: question on {feature}", "Answered; linked the article and a template."),
    ("What is new this month", "Sent the release notes with the two items that matter to {contact}."),
)
TICKETS = (
    "{feature}: items load slowly in the morning", "Cannot invite a colleague", "How do we archive a finished project?",
    "Invoice shows the old address", "{feature} does not save the last column", "Export stops after some minutes",
    "Password reset mail does not arrive", "Mobile app signs me out every day", "{feature}: who can see what?",
    "Wrong time zone in reminders", "Duplicate notifications", "Import of the old board failed at row 214",
    "Please raise the limit of guests", "{feature} is missing for two users",
)  # fmt: skip
PRAISE = (
    "Our Monday meeting went from an hour to twenty minutes.", "Easy to bring new people in.",
    "The team likes it, and that is rare here.", "Support answers quickly and to the point.",
    "Timeline alone is worth the price.", "We finally see who is overloaded.",
)  # fmt: skip
SHRUGS = (
    "Does what it should. Reports could be more flexible.", "Good, but the mobile app is behind.",
    "Some teams use it well, others not at all.", "Fine. Search could be better.",
)  # fmt: skip
COMPLAINTS = (
    "Slow at the time of day when we need it.", "Too many clicks for a simple change.",
    "We pay for seats nobody uses.", "Nobody showed us how to set it up properly.",
    "Prices went up, the product did not.", "We still keep the real plan in a spreadsheet.",
)  # fmt: skip
# Why a CSM thinks well of an account, waits, or doubts.
HOPES = (
    "The sponsor plans the second roll-out with us and asked for dates.",
    "They said in the review that they will renew, and want more seats next year.",
    "Usage is low because of the holidays; the team leads are as engaged as ever.",
    "New head of operations used us at her last company and wants it here.",
    "They answer within the hour, and the open tickets are about wishes, not faults.",
)  # fmt: skip
WAITS = (
    "The roll-out is a month late; the project lead has too much to do.",
    "The sponsor changes in spring. The new one is polite and has no opinion yet.",
    "They use what they bought and nothing else. No harm, no growth.",
    "Procurement looks at all tools again; we are not the first on the list.",
)  # fmt: skip
DOUBTS = (
    "Two team leads told me they went back to spreadsheets. The numbers do not show it yet.",
    "They asked for the notice period and for an export of everything.",
    "Nobody came to the last two meetings, and the sponsor does not answer.",
    "They will merge with a company that uses a competitor.",
    "Budget is cut by a third; they said that we are on the table.",
)  # fmt: skip
GOALS = (
    ("Cut the weekly status meeting by half", 60, 30), ("Active planners in every team", 2, 8),
    ("Projects delivered on time (percent)", 62, 80), ("Approval time in days", 6, 2),
    ("Teams working from templates", 1, 6), ("Hours of manual reporting a month", 40, 10),
    ("Seats in use (percent)", 55, 85), ("Requests that come in through forms (percent)", 10, 70),
)  # fmt: skip
PLAN_NAMES = ("Roll-out to all teams", "Faster delivery", "One place for planning", "Less reporting by hand")
CHANNELS = (
    ("review_with_csm", 0.3), ("invite_click", 0.3), ("link_copied", 0.25), ("form_opened", 0.15),
)  # fmt: skip
