"""The health lab from a draft to a version in force, as a lead works in it."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Open = Callable[..., Page]
RUN = uuid.uuid4().hex[:6]  # an installation that already runs may have seen these tests before
LAB = "/health-lab/standard/"
TOUCH = "last_touch"


def settled(page: Page) -> None:
    """The panels have answered what was asked last."""
    page.locator("#today .lab-note, #today .tn-card-h h2").first.wait_for()
    page.locator("#proof h2").first.wait_for()
    page.wait_for_timeout(600)
    page.wait_for_load_state("networkidle")


def points(page: Page, measure: str = TOUCH) -> list[tuple[str, str]]:
    sides = [page.locator(f"#edit-{measure} [name={side}-{measure}]").all() for side in ("at", "to")]
    return [(at.input_value(), to.input_value()) for at, to in zip(*sides, strict=True) if at.input_value()]


def version(page: Page) -> int:
    """The version that the button would publish."""
    return int(re.sub(r"\D", "", page.locator("[data-open=publish-dialog]").inner_text()))


def test_from_a_draft_to_a_version_in_force(open_page: Open) -> None:
    page = open_page(LAB)
    settled(page)
    number, before = version(page), page.locator("#today").inner_text()

    # A weight is changed: sums and panels follow, nothing is saved.
    page.get_by_label("Weight of Days since last touch").fill("40")
    expect(page.locator("#lab-total")).to_contain_text("saving scales them to 100")
    page.get_by_label("Weight of Days since last touch").press("Tab")
    expect(page.locator("#proof .tn-said tbody tr")).to_have_count(2)
    expect(page.locator("#proof .tn-said")).to_contain_text(f"Draft {number}")

    # A point of its curve is moved with the keyboard, another is added and taken away.
    page.get_by_role("button", name="Edit the curve of Days since last touch").click()
    expect(page.locator(f"#edit-{TOUCH} .lab-bars rect").first).to_be_attached()
    first, point = points(page), page.get_by_role("slider", name="Point 1 of 4 of Days since last touch")
    point.focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowRight")
    moved = points(page)
    assert float(moved[0][1]) == float(first[0][1]) - 10
    assert float(moved[0][0]) > float(first[0][0])
    page.keyboard.press("Enter")
    assert len(points(page)) == len(first) + 1
    page.keyboard.press("Delete")
    assert len(points(page)) == len(first)

    # The last point is dragged down with the pointer.
    dot = page.get_by_role("slider").last
    box = dot.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 40, steps=4)
    page.mouse.up()
    assert float(points(page)[-1][1]) > float(first[-1][1])
    expect(page.locator("#lab-dirty")).to_have_text("Not saved yet")
    settled(page)
    assert page.locator("#today").inner_text() != before
    expect(page.locator("#today")).to_contain_text("Bars: draft")

    # Saved, it is a draft with its changes; who would move is a list.
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.locator(".tn-pagehead")).to_contain_text(f"Draft {number}")
    expect(page.locator("#differences")).to_contain_text("Days since last touch, curve")
    settled(page)
    page.get_by_role("link", name=re.compile("See all .* accounts")).click()
    page.wait_for_url("**/moves/")
    expect(page.locator("tbody tr").first).to_contain_text("Days since last touch")
    account = page.locator("tbody tr td a").first.get_attribute("href") or ""
    page.go_back()

    # Published with a note: it is in force, and the account says which version judges it.
    page.locator("[data-open=publish-dialog]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=f"Publish version {number}").click()
    expect(page.get_by_role("alert")).to_contain_text("say what changed and why")
    page.locator("[data-open=publish-dialog]").click()
    dialog.get_by_label("What changed and why").fill(f"Touch counts more {RUN}.")
    dialog.get_by_role("button", name=f"Publish version {number}").click()
    expect(page.get_by_role("status").first).to_contain_text(f"version {number} is in force")
    expect(page.locator(".tn-pagehead")).to_contain_text(f"version {number}, in force since")
    page.get_by_role("link", name=f"Version {number}", exact=True).click()
    expect(page.locator("main")).to_contain_text(f"Touch counts more {RUN}.")
    expect(page.locator(".lab-differences")).to_contain_text("Days since last touch")

    page.goto(account)
    for _ in range(60):  # the worker judges in its own time; a person presses reload
        if page.get_by_text(f"version {number}").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
        page.wait_for_load_state("networkidle")
    expect(page.get_by_text(f"version {number}").first).to_be_visible(timeout=PATIENCE)
    with page.expect_response(re.compile("charts/health.json")) as chart:
        page.reload()
    assert f"scorecard version {number}" in chart.value.text()


def test_two_people_see_both_values_and_nothing_is_lost(open_page: Open) -> None:
    mine, theirs = open_page(LAB), open_page(LAB)
    for page, weight in ((theirs, "33"), (mine, "44")):
        page.get_by_label("Weight of Open tickets").fill(weight)
    theirs.get_by_role("button", name="Save draft").first.click()
    expect(theirs.locator(".tn-pagehead")).to_contain_text("Draft")
    mine.get_by_role("button", name="Save draft").first.click()
    expect(mine.get_by_role("alert")).to_contain_text("saved this draft in the meantime")
    expect(mine.locator(".lab-theirs")).to_contain_text("Open tickets, weight")
    expect(mine.get_by_label("Weight of Open tickets")).to_have_value("44")
    mine.get_by_role("button", name="Discard draft").click()
    expect(mine.locator(".tn-pagehead")).not_to_contain_text("Draft")


def test_a_measure_is_added_and_a_new_scorecard_begins(open_page: Open) -> None:
    page = open_page(LAB)
    page.locator("#lab-add").select_option("csat")
    page.get_by_label("Its group").fill("Feedback")
    page.get_by_role("button", name="Measure", exact=True).click()
    page.wait_for_url("**/standard/#edit-csat")
    expect(page.locator("#edit-csat .lab-canvas")).to_be_visible()
    page.get_by_role("button", name="Remove measure").last.click()
    expect(page.locator("[data-edit=csat]")).to_have_count(0)
    page.get_by_role("button", name="Discard draft").click()
    page.goto("/health-lab/new-scorecard/")
    page.get_by_label("Name").fill(f"Big ones {RUN}")
    page.get_by_label("For which accounts").fill('segment = "Enterprise"')
    page.get_by_role("button", name="Make the draft").click()
    expect(page.locator(".tn-pagehead")).to_contain_text("never in force yet")
    settled(page)
    page.get_by_role("button", name="Discard draft").click()
    page.wait_for_url("**/health-lab/")
