"""What was published of a number: every edition of a frozen month."""

from typing import Any

from tenure.core.periods import DAY, add_months
from tenure.engine import freezing
from tenure.engine.kpi_values import exact
from tenure.metrics import Kpi
from tenure.web.format import day
from tenure.web.kpis.figures import part_text, value_text
from tenure.web.kpis.question import Question


def figures(question: Question, kpi: Kpi) -> list[dict[str, Any]]:
    """What was published of one number for the last month closed by the day asked, every edition."""
    after = (question.asked.as_of + DAY).replace(day=1)
    month = add_months(after, -1)
    return [
        {
            "month": f"{month:%B %Y}",
            "edition": figure.month.edition,
            "value": value_text(kpi, figure, question.currency),
            "numerator": part_text(kpi, exact(figure.numerator), question.currency),
            "denominator": part_text(kpi, exact(figure.denominator), question.currency, below=True),
            "at": day(figure.month.frozen_at),
            "by": str(figure.month.frozen_by or "the command line"),
            "reason": figure.month.reason,
        }
        for figure in freezing.frozen_value(kpi.id, month, question.asked.unit)
    ]
