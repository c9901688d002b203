import json
import urllib.parse
import urllib.request
import xml.etree.ElementTree

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
    drawing = xml.etree.ElementTree.fromstring(files["SVG"])
    frames = [rect for rect in drawing.iter("{http://www.w3.org/2000/svg}rect") if "frame" in rect.get("class", "")]
    assert len(frames) == len(wanted["boxes"]) and b"data:image/webp;base64," in files["SVG"]
    for label in wanted["labels"]:
        assert ["background", "circle", "square", "triangle"][label].encode() in files["SVG"]
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
    assert set(listed) - {"networks.shapes"} <= {operation["name"] for operation in operations(server)}


# --- a picture, and the network that the service has loaded

PICTURES = servers.ROOT / "Tests/Fixtures/networks"


def found(server, file, **parameters):
    """What the network finds in a picture, without the page."""
    query = urllib.parse.urlencode(parameters)
    request = urllib.request.Request(
        f"{server.url}/v1/networks/shapes/detect?{query}", file.read_bytes(), {"Content-Type": "image/png"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)["images"][0]


@pytest.mark.quick
def test_picture_Dropped_GoesToTheNetwork(server, open_page, shot):
    """Boxes, names and counts are the network's; sliders ask it again; a candidate says why it fell."""
    file = PICTURES / "image-000.png"
    page = open_page("/#detection")
    page.locator('.picture [data-kind="detection"]').first.wait_for()
    page.locator('input[type="file"]').set_input_files(str(file))
    for score in [0.05, 0.5]:
        page.get_by_label("Score threshold, exact").fill(str(score))
        wanted = found(server, file, score_threshold=score, max_detections=100)
        page.wait_for_function("""([count, size]) => document.querySelector('[data-count=returned]')?.dataset.value === String(count)
            && document.querySelector('svg.picture').getAttribute('viewBox') === size""",
            arg=[len(wanted["boxes"]), f"0 0 {wanted['original_size'][1]} {wanted['original_size'][0]}"])
        for drawn, box in zip(boxes(page), wanted["boxes"], strict=True):
            assert drawn == pytest.approx(box, abs=1e-3)
    assert page.locator("#detector").input_value() == "networks.shapes"
    names = page.locator(".picture .label").all_text_contents()
    assert sorted(name.split(" ")[0] for name in names) == sorted(wanted["label_names"])
    page.locator("#candidates button").nth(len(wanted["boxes"])).click()
    assert page.locator("#reason").get_attribute("data-stage") in ("suppressed", "threshold")
    shot(page, "detection-network-1280-light")


def test_picture_OfAnExample_GoesToTheNetworkAndBack(server, open_page):
    page = open_page("/#detection")
    count = len(detect(server)["boxes"])
    wait_for_count(page, count)
    page.get_by_label("Operation").select_option("networks.shapes")
    wanted = found(server, ASSETS / "shapes-1.webp", score_threshold=0.05, max_detections=100)
    wait_for_count(page, len(wanted["boxes"]))
    page.get_by_label("Operation").select_option("detections.retinanet")
    page.wait_for_function("() => document.querySelector('#detector').value === 'detections.retinanet'")
    wait_for_count(page, count)


def test_network_WithoutAPicture_IsRefused(open_page):
    page = open_page("/#detection")
    page.locator('input[type="file"]').set_input_files([str(FIXTURES / "heads-003.safetensors"), str(FIXTURES / "settings.json")])
    page.wait_for_function("() => document.querySelector('svg.picture image') && !document.querySelector('svg.picture image').hasAttribute('href')")
    page.get_by_label("Operation").select_option("networks.shapes")
    page.locator("[role=alert]:visible").wait_for()
    assert "drop one" in page.locator("[role=alert]:visible").text_content()
    assert page.locator("#detector").input_value() == "detections.retinanet"


def test_brokenPicture_IsSaid(open_page):
    page = open_page("/#detection")
    page.refused = True
    page.locator('input[type="file"]').set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"})
    page.locator("[role=alert]:visible").wait_for()


def test_figures_AreInTheCatalogue(server):
    with urllib.request.urlopen(f"{server.url}/v1/operations") as response:
        assert "/v1/figures/detections.svg" in {figure["path"] for figure in json.load(response)["figures"]}
