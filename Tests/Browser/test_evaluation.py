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
