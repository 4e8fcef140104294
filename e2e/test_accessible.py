"""Every page in light and dark, wide and narrow: no serious finding of axe, no complaint, nothing cut off."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = (
    "/messages/", "/messages/templates/welcome/", "/messages/incoming/",
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
    "/plans/?whose=all", "/begin/plan/", "/plans/proposals/?whose=all", "/plans/value/?whose=all",
    "/plans/value/past/?whose=all",
)  # fmt: skip
STANDARD = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast"]}
AT_REST = "new Promise(rest => setTimeout(() => requestIdleCallback(rest), 50))"


class Walk:
    """One window that goes from page to page, and what was found there."""

    def __init__(self, page: Page, width: int) -> None:
        self.page, self.width, self.problems = page, width, list[str]()
        self.asked: set[Request] = set()
        page.emulate_media(reduced_motion="reduce")  # colours are looked at, not on their way from one theme to another
        page.on("request", lambda request: self.asked.add(request))
        for over in ("requestfinished", "requestfailed"):
            page.on(over, lambda request: self.asked.discard(request))

    def look_at(self, path: str) -> None:
        """Everything in light; in dark the colours, which are all that a theme changes."""
        self.asked.clear()
        self.page.goto(path)
        self.settle()
        self.problems += _serious(self.page)
        too_wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.problems += [f"{path} is {too_wide} px too wide at {self.width}"] if too_wide > 0 else []
        self.page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
        self.problems += [f"in dark: {found}" for found in _serious(self.page, COLOURS)]

    def settle(self) -> None:
        """Two looks in which nothing is asked for or drawn: half a second of silence would take far longer."""
        quiet = 0
        while quiet < 2:
            self.page.evaluate(AT_REST)
            quiet = 0 if self.asked else quiet + 1


def _serious(page: Page, rules: dict[str, Any] = STANDARD) -> list[str]:
    asked = {"runOnly": rules, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = Axe().run(page, options=asked).response["violations"]
    return [
        f"{page.url}: {v['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"][:3]
    ]


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_are_accessible(open_page: Callable[..., Page], width: int) -> None:
    walk = Walk(open_page("/accounts/", width=width), width)
    first = walk.page.locator("table.tn-accounts tbody tr .tn-who a").first.get_attribute("href") or "/accounts/"
    for path in (*PAGES, first, f"{first}contacts/new/"):
        walk.look_at(path)
    assert not walk.problems, "\n".join(walk.problems)


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
