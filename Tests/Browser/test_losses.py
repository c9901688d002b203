import math

import pytest

from reading import ask, check_curve, number

P = [0.0005] + [index / 200 for index in range(1, 200)] + [0.9995]


def focal(server, gamma, logits, target=1, alpha=None):
    targets = [target] * len(logits)
    return ask(server, "losses.focal", logits=logits, targets=targets, gamma=gamma, alpha=alpha, reduction="none", gradients=True)


def odds(p):
    return math.log(p / (1 - p))


@pytest.mark.quick
def test_gamma_MovesTheCurve(server, open_page, shot):
    page = open_page("/#losses")
    plots = page.locator("#focal svg.plot")
    logits = [odds(p) for p in P]
    for gamma in ["2", "0.5", "3.35"]:
        page.get_by_label("γ (gamma), the thick curve, exact").fill(gamma)
        name = f"γ = {float(gamma):g} (chosen)"
        page.locator(f'#focal path[data-series="{name}"]').first.wait_for(state="attached")
        answer = focal(server, float(gamma), logits)
        check_curve(plots.nth(0), name, P, answer["loss"])
        check_curve(plots.nth(1), name, P, answer["gradients"]["logits"])
    shot(page, "losses-1280-light")


def test_referenceCurves_AreThePaper(server, open_page):
    page = open_page("/#losses")
    plot = page.locator("#focal svg.plot").first
    logits = [odds(p) for p in P]
    for gamma, name in [(0, "γ = 0: cross entropy"), (1, "γ = 1"), (5, "γ = 5")]:
        check_curve(plot, name, P, focal(server, gamma, logits)["loss"])


def test_logAxis_Alpha_AndNegatives(server, open_page):
    page = open_page("/#losses?up=log&balanced=true&alpha=0.75&target=negative&across=logit&gamma=1.5")
    xs = [(index - 100) / 10 for index in range(201)]
    answer = focal(server, 1.5, xs, target=0, alpha=0.75)
    plots = page.locator("#focal svg.plot")
    check_curve(plots.nth(0), "γ = 1.5 (chosen)", xs, answer["loss"])
    check_curve(plots.nth(1), "γ = 1.5 (chosen)", xs, [abs(slope) for slope in answer["gradients"]["logits"]])


def test_slider_ByKeyboard_AnswersAndKeepsUp(server, open_page):
    page = open_page("/#losses")
    slider = page.get_by_label("γ (gamma), the thick curve", exact=True)
    slider.focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    page.locator('#focal path[data-series="γ = 4 (chosen)"]').first.wait_for(state="attached", timeout=2000)
    check_curve(page.locator("#focal svg.plot").first, "γ = 4 (chosen)", P, focal(server, 4, [odds(p) for p in P])["loss"])


def test_reading_ByKeysAndMouse(server, open_page):
    page = open_page("/#losses")
    plot = page.locator("#focal svg.plot").first
    plot.focus()
    page.keyboard.press("Home")
    assert plot.get_attribute("aria-valuenow") == "0"
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowRight")
    row = page.locator("#focal .reading").first.locator("tr", has_text="(chosen)").locator("td")
    wanted = focal(server, 2, [odds(P[11])])["loss"][0]
    assert abs(number(row) - wanted) <= 1e-12 * wanted
    assert "pₜ 0.055" in plot.get_attribute("aria-valuetext")
    box = plot.bounding_box()
    plot.hover(position={"x": box["width"] / 2, "y": box["height"] / 2})
    assert 80 < int(plot.get_attribute("aria-valuenow")) < 120
    # The other plot reads the same place.
    assert page.locator("#focal svg.plot").nth(1).get_attribute("aria-valuenow") == plot.get_attribute("aria-valuenow")


def test_regression_DrawsHuberL1L2(server, open_page):
    page = open_page("/#losses?delta=0.7&losses=l1,l2,huber,smooth-l1&beta=2")
    xs = [3 * (index - 100) / 100 for index in range(201)]
    plots = page.locator("#regression svg.plot")
    for operation, name, more in [("l1", "L1", {}), ("l2", "L2", {}), ("huber", "Huber, δ = 0.7", {"delta": 0.7}), ("smooth-l1", "smooth L1, β = 2", {"beta": 2})]:
        answer = ask(server, f"losses.{operation}", predictions=xs, targets=[0] * 201, reduction="none", gradients=True, **more)
        check_curve(plots.nth(0), name, xs, answer["loss"])
        check_curve(plots.nth(1), name, xs, answer["gradients"]["predictions"])


def test_shares_AreTheServices(server, open_page):
    page = open_page("/#losses?easy=5000&p=0.02&hard=0.3&gamma=3")
    for gamma in [0, 0.5, 1, 2, 3, 5]:
        easy, hard = ask(server, "losses.focal", probabilities=[0.02, 0.3], targets=[0, 1], gamma=gamma, alpha=None, reduction="none")["loss"]
        share = float(page.locator(f'#shares rect[data-gamma="{gamma}"]').get_attribute("data-share"))
        assert abs(share - 5000 * easy / (5000 * easy + hard)) < 1e-14


def test_link_BringsEverythingBack(open_page):
    page = open_page("/#losses")
    page.get_by_label("γ (gamma), the thick curve, exact").fill("1.25")
    page.locator("#focal .control", has_text="Up").get_by_text("log", exact=True).click()
    page.wait_for_function("() => location.hash.includes('gamma=1.25') && location.hash.includes('up=log')")
    again = open_page("/" + page.evaluate("location.hash"))
    assert again.get_by_label("γ (gamma), the thick curve, exact").input_value() == "1.25"
    assert again.locator('#focal path[data-series="γ = 1.25 (chosen)"]').count() == 2


def test_link_OfNonsense_IsTheDefault(open_page):
    page = open_page("/#losses?gamma=%3Cscript%3E&up=sideways&curves=,,&losses=__proto__&delta=1e999&easy=")
    assert page.locator("#focal svg.plot path").count() == 2
    assert page.get_by_label("γ (gamma), the thick curve, exact").input_value() == "2"
