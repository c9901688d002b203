import json
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe

from reading import operations

CIOU = {"boxes": [[0, 0, 20, 20], [5, 5, 30, 20]], "target_boxes": [[15, 5, 35, 65], [4, 6, 28, 25]]}
PROFILES = ["torchvision", "mmdetection", "ultralytics"]


def compared(server, operation, **body):
    """What the API answers without the page."""
    request = urllib.request.Request(
        f"{server.url}/v1/compare/{operation.replace('.', '/', 1)}", json.dumps(body).encode())
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def compare(page, profiles):
    boxes = page.locator('input[name="profile"]')
    boxes.first.wait_for()
    for box in boxes.all():
        box.set_checked(box.get_attribute("value") in profiles)
    page.get_by_role("button", name="Compare").click()
    page.locator("#comparison-answers").wait_for()


def number(cell):
    """The main number of an answer."""
    return float(cell.get_attribute("data-main"))


def link(operation, body):
    return f"/#operation/{operation}?body={urllib.request.quote(json.dumps(body))}"


def test_ciou_IsDrawnAsTheServiceAnswers(server, open_page, shot):
    page = open_page(link("losses.ciou", CIOU))
    compare(page, PROFILES)
    wanted = compared(server, "losses.ciou", **CIOU, profiles=PROFILES)
    for row in wanted["profiles"]:
        cell = page.locator(f'#comparison-answers [data-profile="{row["profile"]}"] td')
        assert number(cell) == row["answer"]["loss"]
        assert json.loads(cell.locator("pre").text_content()) == row["answer"]
    for difference in wanted["differences"]:
        section = page.locator(f'[data-difference="{difference["from"]} {difference["to"]}"]')
        assert difference["summary"] in section.text_content()
        for quantity in difference["quantities"]:
            section.locator("select").select_option(quantity["name"])
            assert float(section.locator("[data-total]").get_attribute("data-total")) == quantity["difference"]
            drawn = [float(cell.get_attribute("data-share")) for cell in section.locator("[data-share]").all()]
            shares = [next(s["share"] for s in cause["shares"] if s["name"] == quantity["name"])
                      for cause in difference["causes"]]
            assert drawn == shares
            assert abs(sum(drawn) - quantity["difference"]) <= 1e-12
    assert "alpha_gate" in [
        row.get_attribute("data-cause") for row in page.locator('[data-difference="torchvision mmdetection"] [data-cause]').all()]
    shot(page, "comparison-1280-light")


def test_suppression_ShowsWhichBoxes(server, open_page):
    """Sets of indices, and a profile whose boxes are others."""
    body = {"boxes": [[0, 0, 10, 10], [0, 0, 10, 9], [50, 50, 50, 60], [50, 50, 50, 60]], "scores": [0.9, 0.7, 0.6, 0.2],
            "iou_threshold": 0.4}
    page = open_page(link("boxes.nms", body))
    compare(page, ["focald", "torchvision"])
    wanted = compared(server, "boxes.nms", **body, profiles=["focald", "torchvision"])
    assert wanted["differences"][0]["quantities"][0]["added"] == [3]
    cause = page.locator('[data-cause="zero_area"]')
    assert "with 3" in cause.text_content() and "never" in cause.text_content()
    assert number(page.locator('[data-profile="torchvision"] td')) == 3


def test_undefined_IsSaid(server, open_page):
    body = {"boxes": [[1, 1, 1, 1]], "target_boxes": [[1, 1, 1, 1]]}
    page = open_page(link("boxes.iou", body))
    compare(page, ["focald", "torchvision"])
    assert "NaN" in page.locator('[data-profile="torchvision"] td').text_content()
    assert "what 0/0 is" in page.locator("[data-difference]").text_content()


def test_oneProfile_AndFaults_AreSaid(open_page):
    page = open_page(link("losses.ciou", {"boxes": [[0, 0, 1, 1]], "target_boxes": []}))
    page.refused = True
    page.locator('input[name="profile"]').first.wait_for()
    for box in page.locator('input[name="profile"]').all():
        box.set_checked(False)
    page.get_by_role("button", name="Compare").click()
    page.get_by_text("Choose two").wait_for()
    page.locator('input[name="profile"]').nth(0).check()
    page.locator('input[name="profile"]').nth(1).check()
    page.get_by_role("button", name="Compare").click()
    page.locator('[role="alert"]:visible', has_text="target_boxes").wait_for()
    assert not page.locator("#comparison").is_visible()


def test_operations_WithoutDialects_AreNotCompared(server, open_page):
    without = next(operation["name"] for operation in operations(server) if not operation["dialects"])
    page = open_page(f"/#operation/{without}")
    page.locator("h1", has_text=without).wait_for()
    assert not page.get_by_role("button", name="Compare").is_visible()


def test_keyboard_Compares(server, open_page):
    page = open_page(link("losses.ciou", CIOU))
    page.locator('input[name="profile"]').first.focus()
    for _ in range(20):
        if page.evaluate("document.activeElement.textContent") == "Compare":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#comparison-answers").wait_for()
    assert page.locator("[data-difference]").count() == 2


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_comparison_FitsAndIsAccessible(open_page, shot, width, scheme):
    page = open_page(link("losses.ciou", CIOU), width, scheme)
    compare(page, PROFILES)
    page.locator("summary").first.click()
    shot(page, f"comparison-{width}-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    grave = [(violation["id"], violation["impact"]) for violation in Axe().run(page).response["violations"]
             if violation["impact"] in ("serious", "critical")]
    assert grave == []
