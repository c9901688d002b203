import json
import subprocess
import sys

import pytest

from reading import ask, operations


def answer(page):
    page.locator("#answer").wait_for()
    return json.loads(page.locator("#answer").text_content())


def test_example_IsAnswered(server, open_page, shot):
    page = open_page("/#operation/losses.ciou")
    page.get_by_role("button", name="Send").click()
    example = next(operation["example"] for operation in operations(server) if operation["name"] == "losses.ciou")
    assert answer(page) == ask(server, "losses.ciou", **example)
    assert "Status 200" in page.locator("form .note", has_text="Status").text_content()
    shot(page, "operation-1280-light")


def test_everyExample_IsAnswered(server, open_page):
    """Each operation's form sends its example as it is."""
    page = open_page("/#operation")
    for operation in operations(server):
        page.evaluate("hash => { location.hash = hash; }", f"#operation/{operation['name']}")
        page.locator("h1", has_text=operation["name"]).wait_for()
        page.get_by_role("button", name="Send").click()
        assert answer(page) == ask(server, operation["name"], **operation["example"]), operation["name"]


@pytest.mark.quick
def test_mistake_StandsAtItsField(open_page):
    page = open_page("/#operation/losses.focal")
    page.refused = True
    page.locator('[data-field="gamma"] input').fill("-3")
    page.locator('[data-field="logits"] textarea').fill('[1, "x", 2, 3]')
    page.get_by_role("button", name="Send").click()
    wrong = page.locator("[data-wrong]")
    wrong.first.wait_for()
    assert {field.get_attribute("data-field") for field in wrong.all()} >= {"logits"}
    assert "/logits/1" in page.locator('[data-field="logits"] .complaint').text_content()
    page.locator('[data-field="logits"] textarea').fill("[1, 2, 2, 3]")
    page.get_by_role("button", name="Send").click()
    page.locator('[data-field="gamma"][data-wrong]').wait_for()
    assert "≥ 0" in page.locator('[data-field="gamma"] .complaint').text_content()
    assert page.locator('[data-field="gamma"] input').get_attribute("aria-invalid") == "true"
    assert page.evaluate("document.activeElement.closest('.field').dataset.field") == "gamma"


def test_noJSON_IsSaidBeforeItIsSent(open_page):
    page = open_page("/#operation/losses.focal")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator('[data-field="logits"] textarea').fill("[1, 2")
    page.get_by_role("button", name="Send").click()
    page.locator('[data-field="logits"][data-wrong]').wait_for()
    assert not asked


@pytest.mark.parametrize("language", ["curl", "Python"])
def test_snippet_GivesTheSameAnswer(server, open_page, language):
    page = open_page("/#operation/boxes.nms")
    page.get_by_text(language, exact=True).click()
    text = page.get_by_label("The request").text_content()
    command = ["bash", "-c", text] if language == "curl" else [sys.executable, "-c", text]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    example = next(operation["example"] for operation in operations(server) if operation["name"] == "boxes.nms")
    wanted = ask(server, "boxes.nms", **example)
    assert (json.loads(run.stdout) if language == "curl" else eval(run.stdout, {"__builtins__": {}})) == wanted


def test_snippet_OfJavaScript_RunsHere(server, open_page):
    page = open_page("/#operation/boxes.nms")
    page.get_by_text("JavaScript", exact=True).click()
    text = page.get_by_label("The request").text_content().replace("console.log(await response.json());", "return response.json();")
    example = next(operation["example"] for operation in operations(server) if operation["name"] == "boxes.nms")
    assert page.evaluate(f"async () => {{ {text} }}") == ask(server, "boxes.nms", **example)


def test_snippet_QuotesWhatItMust(open_page):
    page = open_page("/#operation/losses.focal?body=" + "%7B%22a%22%3A%22it's%20%24HOME%20%60id%60%20%5C%22%23%22%7D")
    text = page.get_by_label("The request").text_content()
    run = subprocess.run(["bash", "-c", text.replace("curl", "printf '%s\\n'", 1)], capture_output=True, text=True, check=True)
    assert 'it\'s $HOME `id` \\"#' in run.stdout


def test_link_KeepsTheRequest(open_page):
    page = open_page("/#operation/losses.huber")
    page.locator('[data-field="delta"] input').fill("0.125")
    page.wait_for_function("() => location.hash.includes('0.125')")
    again = open_page("/" + page.evaluate("location.hash"))
    assert again.locator('[data-field="delta"] input').input_value() == "0.125"


def test_hostileNames_AreText(open_page):
    body = {"<img src=x onerror=alert(1)>": "<script>alert(1)</script>", "\u202egamma": 1, "😀": "x" * 100000}
    page = open_page("/#operation/losses.focal?body=" + page_quote(json.dumps(body)))
    page.refused = True
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.get_by_role("button", name="Send").click()
    page.locator("[data-wrong]").first.wait_for()
    assert page.locator("img, main script").count() == 0
    assert page.locator(".field label", has_text="<img src=x").count() == 1
    assert page.locator(".field label", has_text="😀").count() == 1


def page_quote(text):
    import urllib.parse
    return urllib.parse.quote(text)


def test_unknownOperation_IsSaid(open_page):
    page = open_page("/#operation/losses.%3Cb%3Enone")
    assert "losses.<b>none" in page.locator("[role=alert]:visible").text_content()
