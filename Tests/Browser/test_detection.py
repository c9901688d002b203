import json

import pytest

from reading import ask, number, operations
from support import server as servers

ASSETS = servers.ROOT / "Sources/Pages/Assets"
FIXTURES = servers.ROOT / "Tests/Fixtures/shapes"


def body(name="1"):
    return json.loads((ASSETS / f"shapes-{name}.json").read_text())


def detect(server, **more):
    return ask(server, "detections.retinanet", **{**body(), "explain": True, **more})["images"][0]


def wait_for_count(page, count):
    page.wait_for_function("count => document.querySelector('[data-count=returned]')?.dataset.value === String(count)", arg=count)


def boxes(page):
    found = page.locator('.picture [data-kind="detection"]').all()
    rows = {}
    for rect in found:
        x, y, width, height = (float(rect.get_attribute(name)) for name in ["x", "y", "width", "height"])
        rows[int(rect.get_attribute("data-index"))] = [x, y, x + width, y + height]
    return [rows[index] for index in sorted(rows)]


def test_boxes_AreTheAnswers(server, open_page, shot):
    page = open_page("/#detection")
    wanted = detect(server)
    wait_for_count(page, len(wanted["boxes"]))
    for drawn, box in zip(boxes(page), wanted["boxes"], strict=True):
        assert drawn == pytest.approx(box, abs=1e-9)
    for name, count in wanted["counts"].items():
        assert number(page.locator(f'[data-count="{name}"]')) == count
    shot(page, "detection-1280-light")


def test_sliders_AnswerWhileTheyMove(server, open_page):
    page = open_page("/#detection")
    for score in [0.3, 0.8, 0.02]:
        page.get_by_label("Score threshold, exact").fill(str(score))
        wait_for_count(page, len(detect(server, score_threshold=score)["boxes"]))
    page.get_by_label("IoU threshold, exact").fill("0.9")
    wait_for_count(page, len(detect(server, score_threshold=0.02, iou_threshold=0.9)["boxes"]))
    page.get_by_label("Suppression").select_option("matrix")
    wait_for_count(page, len(detect(server, score_threshold=0.02, suppression={"method": "matrix"})["boxes"]))


@pytest.mark.quick
def test_fallen_SaysWhy(server, open_page):
    page = open_page("/#detection")
    wanted = detect(server)
    wait_for_count(page, len(wanted["boxes"]))
    classes = len(body()["class_logits"][0])
    kept = {row * classes + label: index for index, (row, label) in enumerate(zip(wanted["anchor_indices"], wanted["labels"]))}
    suppressed = wanted["explanation"]["suppressed"]
    page.locator(".picture .fallen").first.dispatch_event("click")
    reason = page.locator("#reason")
    assert reason.get_attribute("data-stage") == "suppressed"
    text = reason.text_content()
    row = int(text.split("row ")[1].split(".")[0])
    place = next(index for index, candidate in enumerate(suppressed["indices"]) if candidate // classes == row)
    assert f"detection {kept[suppressed['by'][place]] + 1}," in text
    assert f"IoU {suppressed['iou'][place]:.4g}" in text


def test_threshold_IsAReason(server, open_page):
    page = open_page("/#detection?score=0.9995")
    wanted = detect(server, score_threshold=0.9995)
    wait_for_count(page, len(wanted["boxes"]))
    page.locator("#candidates button").nth(len(wanted["boxes"])).click()
    assert page.locator("#reason").get_attribute("data-stage") == "threshold"


def test_files_Dropped_AreDetected(server, open_page):
    """The heads as a tensor file, and their parameters."""
    page = open_page("/#detection")
    settings = FIXTURES / "settings.json"
    page.locator('input[type="file"]').set_input_files([str(FIXTURES / "heads-003.safetensors"), str(settings)])
    expected = json.loads((FIXTURES / "expected-003.json").read_text())
    wait_for_count(page, len(expected["boxes"]))
    for drawn, box in zip(boxes(page), expected["boxes"], strict=True):
        assert drawn == pytest.approx(box, abs=0.01)
    assert number(page.locator('[data-count="candidates"]')) == 27684


def test_wrongFiles_AreSaid(open_page):
    page = open_page("/#detection")
    page.refused = True
    for name, text in [("a.json", "[1"), ("b.json", "[1]"), ("c.safetensors", "x" * 20)]:
        page.locator('input[type="file"]').set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": text.encode()})
        page.locator("[role=alert]:visible").wait_for()


def test_names_AreText(open_page):
    page = open_page("/#detection")
    page.locator('.picture [data-kind="detection"]').first.wait_for()
    page.get_by_label("Class names, by commas").fill("a, <script>alert(1)</script>, \u202eabc, 😀😀" + "x" * 5000)
    page.locator(".picture .label", has_text="<script>").first.wait_for()
    assert page.locator("main script").count() == 0


def test_exports_AreFiles(server, open_page):
    page = open_page("/#detection")
    wanted = detect(server)
    wait_for_count(page, len(wanted["boxes"]))
    files = {}
    for name in ["SVG", "PNG", "JSON", "COCO results"]:
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        files[name] = open(download.value.path(), "rb").read()
    assert files["SVG"].startswith(b"<svg") and b"data:image/webp;base64," in files["SVG"] and b"class=" not in files["SVG"]
    assert files["PNG"].startswith(b"\x89PNG") and len(files["PNG"]) > 20000
    assert json.loads(files["JSON"])["images"][0]["scores"] == wanted["scores"]
    results = json.loads(files["COCO results"])
    assert len(results) == len(wanted["boxes"])
    x1, y1, x2, y2 = wanted["boxes"][0]
    assert results[0] == {"image_id": 0, "category_id": wanted["labels"][0], "bbox": [x1, y1, x2 - x1, y2 - y1], "score": wanted["scores"][0]}


def test_keyboard_ChoosesABox(open_page):
    page = open_page("/#detection")
    first = page.locator('.picture [data-kind="detection"][data-index="0"]')
    first.wait_for()
    first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#reason").text_content().startswith("Detection 1:")
    # The focus stays on the box, though it is drawn anew.
    assert page.evaluate("document.activeElement.dataset.index") == "0"


def test_operations_AreTheDetectors(server, open_page):
    page = open_page("/#detection")
    listed = page.locator("#detector option").all_text_contents()
    assert "detections.retinanet" in listed
    assert set(listed) <= {operation["name"] for operation in operations(server)}
