"""Every page in light and dark, wide and narrow: no serious finding of axe, no complaint, nothing cut off."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = (
    "/messages/", "/messages/templates/", "/messages/templates/welcome/", "/messages/incoming/",
    "/meetings/",
    "/customer-pages/", "/customer-pages/settings/", "/customer-pages/guides/new/", "/page/link/",
    "/my-day/", "/my-day/?tab=past", "/tasks/", "/tasks/new/",
    "/tasks/board/", "/tasks/board/?by=owner", "/notices/", "/notices/remind/",
    "/kpis/", "/kpis/nrr/", "/kpis/definitions/", "/kpis/closed/", "/accounts/", "/data/", "/jobs/", "/risks/",
    "/risks/board/", "/health-lab/standard/",
    "/health-lab/standard/suggested/", "/health-lab/standard/moves/", "/health-lab/standard/missed/",
    "/health-lab/new-scorecard/", "/risks/signals/at_risk/", "/health-lab/disagreements/",
    "/measures/", "/measures/licence_utilisation/", "/measures/licence_utilisation/edit/",
    "/library/", "/library/onboarding/migration/", "/library/deck/business_review/edit/", "/library/import-files/",
    "/library/success_plan/efficiency/", "/library/message/welcome/edit/", "/library/scorecard/standard/compare/",
    "/journeys/", "/journeys/enterprise/", "/journeys/enterprise/accounts/?stage=1", "/journeys/enterprise/edit/",
    "/onboarding/", "/onboarding/?state=completed",
    "/reviews/", "/reviews/calendar/", "/reviews/cadences/",
    "/plans/?whose=all", "/plans/new/", "/plans/proposals/?whose=all", "/plans/value/?whose=all",
)  # fmt: skip
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def _serious(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{page.url}: {v['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"][:3]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_are_accessible(open_page: Callable[..., Page], width: int, theme: str) -> None:
    page = open_page("/accounts/", width=width, theme=theme)
    first = page.locator("table.tn-accounts tbody tr .tn-who a").first.get_attribute("href") or "/accounts/"
    problems = []
    for path in (*PAGES, first):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        problems += _serious(page)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        problems += [f"{path} is {too_wide} px too wide at {width}"] if too_wide > 0 else []
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_drawer_is_accessible(open_page: Callable[..., Page], theme: str) -> None:
    page = open_page("/kpis/", theme=theme)
    # A card that is still being computed is replaced when it is there: a click before would go nowhere.
    page.locator("#card-nrr .tn-figure").wait_for()
    page.wait_for_load_state("networkidle")
    page.locator("#card-nrr").click()
    page.locator("#drawer .tn-formula").wait_for()
    page.wait_for_load_state("networkidle")
    assert not _serious(page)
