import json

import pytest

from reading import ask, check_curve, number, operations
from support import server as servers

ASSETS = servers.ROOT / "Sources/Pages/Assets"
FIXTURES = servers.ROOT / "Tests/Fixtures/evaluation"


@pytest.fixture(autouse=True)
def evaluations(server):
    if not any(operation["name"] == "evaluations.coco" for operation in operations(server)):
        pytest.skip("this focald has no evaluations")


def records(name):
    return json.loads((ASSETS / f"evaluation-{name}.json").read_text())


def done(page):
    page.get_by_text("Done.", exact=True).wait_for()
    return page


def summary(page):
    return {entry.get_attribute("data-name"): number(entry) for entry in page.locator("#summary dd").all()}


@pytest.mark.parametrize("name", ["shapes", "errors"])
def test_table_IsTheServices(server, open_page, shot, name):
    page = done(open_page(f"/#evaluation?example={name}"))
    wanted = ask(server, "evaluations.coco", **records(name))
    assert summary(page) == wanted["summary"]
    rows = {row.locator("td").first.text_content(): row for row in page.locator("#classes tbody tr").all()}
    for category in wanted["per_class"]:
        for key in ["AP", "AP50", "objects", "detections"]:
            assert number(rows[category["name"]].locator(f'[data-key="{key}"]')) == category[key]
    shot(page, f"evaluation-{name}-1280-light")


def test_classes_Sort(open_page):
    page = done(open_page("/#evaluation?example=errors"))
    values = lambda key: [number(cell) for cell in page.locator(f'#classes [data-key="{key}"]').all()]
    assert values("AP") == sorted(values("AP"), reverse=True)
    page.locator("#classes th button", has_text="objects").click()
    assert values("objects") == sorted(values("objects"), reverse=True)
    page.locator("#classes th button", has_text="objects").click()
    assert values("objects") == sorted(values("objects"))
    assert page.locator('#classes th[aria-sort="ascending"]').text_content().startswith("objects")


def test_curves_AreTheArrays(server, open_page):
    page = done(open_page("/#evaluation?example=errors&iou=0.75"))
    wanted = ask(server, "evaluations.coco", **records("errors"), iou_thresholds=[0.75], area_ranges={"all": [0, 1e10]}, max_detections=[100], arrays=True)
    plot = page.get_by_label("Precision against recall")
    xs = [index / 100 for index in range(101)]
    for index, row in enumerate(wanted["per_class"]):
        path = plot.locator(f'path[data-series^="{row["name"]}, AP"]')
        check_curve(plot, path.get_attribute("data-series"), xs, [point[index][0][0] for point in wanted["precision"][0]])


def test_matrix_Errors_AndBest(server, open_page):
    page = done(open_page("/#evaluation?example=errors"))
    matrix = ask(server, "evaluations.confusion-matrix", **records("errors"))["matrix"]
    cells = [[int(number(cell)) for cell in row.locator("td").all()] for row in page.locator("#confusion tbody tr").all()]
    assert cells == matrix
    for name, value in ask(server, "evaluations.tide", **records("errors"))["delta_ap"].items():
        words = {"Cls": "wrong class", "Loc": "badly placed", "Both": "both", "Dupe": "duplicate", "Bkg": "background", "Miss": "missed", "FalsePos": "all false detections", "FalseNeg": "all missed objects"}
        assert number(page.locator(f'#errors [data-name="{words[name]}"]')) == value
    best = ask(server, "evaluations.sweep", **records("errors"))["all"]
    assert f"Best F1 {best['f1']:.4g} " in page.locator("#best").text_content()


@pytest.mark.quick
def test_class_ShowsItsImages(server, open_page):
    page = done(open_page("/#evaluation?example=errors"))
    page.locator("#classes td button", has_text="class-3").click()
    page.locator("#images").wait_for()
    wanted = ask(server, "evaluations.coco", **records("errors"), per_image=True)["per_image"]
    cells = [cell for cell in wanted if cell["category_id"] == 3]
    drawn = {row.locator("td").first.text_content(): [int(number(cell)) for cell in row.locator("td[data-value]").all()] for row in page.locator("#images tbody tr").all()}
    assert drawn == {str(cell["image_id"]): [cell["tp"], cell["fp"], cell["fn"]] for cell in cells}


def test_cell_ShowsItsImages(server, open_page, shot):
    """Each image is asked by itself for the same cell."""
    page = done(open_page("/#evaluation?example=errors"))
    own = records("errors")
    answer = ask(server, "evaluations.confusion-matrix", **own)
    row, column = max(((row, column) for row in range(5) for column in range(5) if row != column), key=lambda cell: answer["matrix"][cell[0]][cell[1]])
    page.locator("#confusion tbody tr").nth(row).locator("td").nth(column).locator("button").click()
    page.locator("#cell-images").wait_for()
    drawn = {line.locator("td").first.text_content(): int(number(line.locator("td[data-value]"))) for line in page.locator("#cell-images tbody tr").all()}
    wanted = {}
    for image in own["ground_truth"]["images"]:
        part = {"ground_truth": {**own["ground_truth"], "images": [image], "annotations": [it for it in own["ground_truth"]["annotations"] if it["image_id"] == image["id"]]},
                "detections": [it for it in own["detections"] if it["image_id"] == image["id"]]}
        if count := ask(server, "evaluations.confusion-matrix", **part)["matrix"][row][column]:
            wanted[str(image["id"])] = count
    assert drawn == wanted and sum(drawn.values()) == answer["matrix"][row][column] > 1
    shot(page, "cell-1280-light")


def test_names_AreText(server, open_page):
    page = done(open_page("/#evaluation"))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    own = records("errors")
    hostile = ["<script>alert(1)</script>", "\u202eabc", "\U0001F600" * 50, "<img src=x onerror=alert(1)>", "x" * 10_000_000]
    for category, name in zip(own["ground_truth"]["categories"], hostile, strict=True):
        category["name"] = name
    page.locator('input[type="file"]').set_input_files([
        {"name": f"<b>{key}.json", "mimeType": "application/json", "buffer": json.dumps(value).encode()} for key, value in [("gt", own["ground_truth"]), ("dt", own["detections"])]])
    page.get_by_text("<b>gt.json").wait_for()
    done(page)
    assert page.locator("main script, main img, main b").count() == 0
    assert page.locator("#classes td button", has_text="<script>").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_manyClasses_ShowTheWorst(open_page):
    """1,200 classes, as LVIS has: the matrix would have 1.4 million cells."""
    page = done(open_page("/#evaluation"))
    box = [10, 10, 20, 20]
    truth = {"images": [{"id": 1, "width": 100, "height": 100}], "categories": [{"id": index, "name": f"n{index}"} for index in range(1, 1201)],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 700, "bbox": box, "area": 400, "iscrowd": 0}]}
    results = [{"image_id": 1, "category_id": 900, "bbox": box, "score": 0.9}]
    page.locator('input[type="file"]').set_input_files([
        {"name": f"{key}.json", "mimeType": "application/json", "buffer": json.dumps(value).encode()} for key, value in [("gt", truth), ("dt", results)]])
    page.get_by_text("gt.json").wait_for()
    done(page)
    assert page.locator("#confusion tbody tr").count() == 61
    page.locator("#confusion").get_by_role("button", name="1: predicted n900, true n700").click()
    page.locator("#cell-images").wait_for()


def test_cancel_Stops(open_page):
    """An answer that does not come: cancelling ends the wait, and the page goes on."""
    page = done(open_page("/#evaluation"))
    page.route("**/v1/evaluations/coco", lambda route: None)
    page.get_by_label("Example").select_option("errors")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Cancelled.", exact=True).wait_for()
    assert page.get_by_role("progressbar").count() == 0
    page.unroute("**/v1/evaluations/coco")
    page.get_by_label("Example").select_option("shapes")
    done(page)


def test_files_Dropped_AreEvaluated(server, open_page):
    page = done(open_page("/#evaluation"))
    folder = FIXTURES / "crowd"
    page.locator('input[type="file"]').set_input_files([str(folder / "dt.json"), str(folder / "gt.json")])
    page.get_by_text("dt.json").wait_for()
    done(page)
    wanted = ask(server, "evaluations.coco", ground_truth=json.loads((folder / "gt.json").read_text()), detections=json.loads((folder / "dt.json").read_text()))
    page.wait_for_function("ap => document.querySelector('#summary dd')?.dataset.value === String(ap)", arg=wanted["summary"]["AP"])


def test_wrongFile_IsSaid(open_page):
    page = done(open_page("/#evaluation"))
    page.refused = True
    page.locator('input[type="file"]').set_input_files({"name": "results.json", "mimeType": "application/json", "buffer": b'[{"image_id": 0, "category_id": 1, "bbox": [0, 0, -1, 1], "score": 1}]'})
    page.locator("[role=alert]:visible").wait_for()
    assert "detections" in page.locator("[role=alert]:visible").text_content()
