import json

import pytest

from reading import ask, number

LOSSES = ["iou", "giou", "diou", "ciou", "eiou", "siou"]


def shapes(page):
    return [json.loads(box.get_attribute("data-shape")) for box in page.locator(".stage .box").all()]


def corners(shape):
    x, y, width, height, _ = shape
    return [x - width / 2, y - height / 2, x + width / 2, y + height / 2]


def settle(page):
    """Waits until the table is of the boxes that are drawn."""
    page.wait_for_timeout(300)
    page.wait_for_load_state("networkidle")


def check_measures(server, page):
    prediction, target = map(corners, shapes(page))
    for kind in LOSSES[:4]:
        wanted = ask(server, "boxes.iou", boxes=[prediction], target_boxes=[target], kind=kind)["iou"][0][0]
        assert number(page.locator(f'[data-measure="{kind}"] [data-kind="measure"]')) == pytest.approx(wanted, abs=1e-12)
    for loss in LOSSES:
        answer = ask(server, f"losses.{loss}", boxes=[prediction], target_boxes=[target], gradients=True)
        assert number(page.locator(f'[data-measure="{loss}"] [data-kind="loss"]')) == pytest.approx(answer["loss"], abs=1e-12)
        norm = sum(slope * slope for slope in answer["gradients"]["boxes"][0]) ** 0.5
        assert number(page.locator(f'[data-measure="{loss}"] [data-kind="gradient"]')) == pytest.approx(norm, abs=1e-12)


def drag(page, start, by):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by[0] / 2, start[1] + by[1] / 2, steps=4)
    page.mouse.move(start[0] + by[0], start[1] + by[1], steps=4)
    page.mouse.up()


def middle(page, selector):
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.quick
def test_body_Dragged_MovesAndMeasures(server, open_page, shot):
    page = open_page("/#boxes")
    settle(page)
    before = shapes(page)
    check_measures(server, page)
    drag(page, middle(page, '[data-box="0"] .body'), (60, 40))
    settle(page)
    after = shapes(page)
    assert after[0][0] > before[0][0] + 3 and after[0][1] > before[0][1] + 2 and after[0][2:] == before[0][2:]
    assert after[1] == before[1]
    check_measures(server, page)
    shot(page, "boxes-1280-light")


def test_corner_Dragged_Resizes(server, open_page):
    page = open_page("/#boxes?a=30,30,30,30,0")
    settle(page)
    # Handles run clockwise from the upper left: the fifth is the lower right.
    grip = page.locator('[data-box="0"] .grip').nth(4)
    box = grip.bounding_box()
    drag(page, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), (50, 30))
    settle(page)
    first = corners(shapes(page)[0])
    assert first[0] == pytest.approx(15) and first[1] == pytest.approx(15) and first[2] > 46 and first[3] > 46
    check_measures(server, page)


def test_touch_MovesABox(server, browser, open_page):
    page = open_page("/#boxes", width=390, has_touch=True, is_mobile=True)
    settle(page)
    before = shapes(page)
    x, y = middle(page, '[data-box="1"] .body')
    session = page.context.new_cdp_session(page)
    for kind, dx in [("touchStart", 0), ("touchMove", 20), ("touchMove", 40)]:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x + dx, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settle(page)
    assert shapes(page)[1][0] > before[1][0] + 5
    check_measures(server, page)


def test_keys_MoveResizeAndTurn(server, open_page):
    page = open_page("/#boxes?a=40,40,30,20,0")
    page.locator('[data-box="0"]').focus()
    for key in ["ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown"]:
        page.keyboard.press(key)
    settle(page)
    assert shapes(page)[0] == [42, 39, 31, 21, 0]
    check_measures(server, page)
    page.keyboard.press("]")
    settle(page)
    assert shapes(page)[0][4] == 5
    turned = [[*shape[:4], shape[4] * 3.141592653589793 / 180] for shape in shapes(page)]
    wanted = ask(server, "boxes.iou", boxes=[turned[0]], target_boxes=[turned[1]], format="cxcywhr")["iou"][0][0]
    assert number(page.locator('[data-measure="iou"] [data-kind="measure"]')) == pytest.approx(wanted, abs=1e-12)
    assert page.locator('[data-measure="ciou"] [data-kind="loss"]').get_attribute("data-value") == ""


def test_numbers_PlaceTheBoxes(server, open_page):
    page = open_page("/#boxes")
    page.get_by_label("Target width").fill("12.5")
    settle(page)
    assert shapes(page)[1][2] == 12.5
    check_measures(server, page)


def test_terms_AreDrawnWhereTheyAre(open_page):
    page = open_page("/#boxes?a=30,30,20,20,0&b=60,50,20,30,0")
    settle(page)
    enclosing = page.locator(".stage .enclosing")
    assert [float(enclosing.get_attribute(name)) for name in ["x", "y", "width", "height"]] == [20, 20, 50, 45]
    line = page.locator(".stage .centres")
    assert [float(line.get_attribute(name)) for name in ["x1", "y1", "x2", "y2"]] == [30, 30, 60, 50]
    page.get_by_label("enclosing box C").uncheck()
    assert page.locator(".stage .enclosing").count() == 0


def test_arrows_PointDownhill(server, open_page):
    page = open_page("/#boxes?a=30,30,20,20,0&b=60,50,20,30,0&arrows=diou")
    settle(page)
    slopes = ask(server, "losses.diou", boxes=[[20, 20, 40, 40]], target_boxes=[[50, 35, 70, 65]], gradients=True)["gradients"]["boxes"][0]
    tips = page.locator(".stage .arrow").all()
    assert len(tips) == 4
    for arrow, (dx, dy) in zip(tips, [(0, 1), (2, 1), (2, 3), (0, 3)]):
        x1, x2, y1, y2 = (float(arrow.get_attribute(name)) for name in ["x1", "x2", "y1", "y2"])
        assert (x2 - x1) * -slopes[dx] >= 0 and (y2 - y1) * -slopes[dy] >= 0


def test_descend_ShowsWhyIoUStandsStill(server, open_page, shot):
    page = open_page("/#boxes?a=25,25,20,20,0&b=85,55,24,24,0&steps=30&rate=0.3")
    settle(page)
    page.locator("#descend").click()
    page.locator("#descend", has_text="Stop").wait_for()
    page.locator("#descend", has_text="Descend").wait_for(timeout=60000)
    trails = {loss: page.locator(f'polyline[data-loss="{loss}"]').get_attribute("points").split() for loss in LOSSES}
    assert len(set(trails["iou"])) == 1 and len(set(trails["ciou"])) > 20
    # The first step is the gradient's.
    slopes = ask(server, "losses.ciou", boxes=[[15, 15, 35, 35]], target_boxes=[[73, 43, 97, 67]], gradients=True)["gradients"]["boxes"][0]
    step = [-0.3 * 24 * 24 * 1.02 * slope for slope in slopes]  # 1.02 − IoU
    x, y = map(float, trails["ciou"][1].split(","))
    assert x == pytest.approx(25 + (step[0] + step[2]) / 2, abs=0.006) and y == pytest.approx(25 + (step[1] + step[3]) / 2, abs=0.006)
    shot(page, "descend-1280-light")


def test_link_KeepsTheBoxes(open_page):
    page = open_page("/#boxes")
    page.locator('[data-box="1"]').focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => location.hash.includes('b=63,50,36,48,0')")
    again = open_page("/" + page.evaluate("location.hash"))
    assert shapes(again)[1][0] == 63
