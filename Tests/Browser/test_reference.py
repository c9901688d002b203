import urllib.request

import pytest

from reading import operations


@pytest.mark.quick
def test_operationPage_WorksWithoutScript(server, open_page, shot):
    page = open_page("/docs/losses.focal", java_script_enabled=False)
    assert page.locator("h1").text_content() == "losses.focal"
    assert page.locator(".formula msub").first.text_content() == "αt"
    assert page.locator("#field-gamma").count() == 1
    assert page.get_by_role("link", name="Try it").first.get_attribute("href") == "/#operation/losses.focal"
    shot(page, "reference-1280-light")


def test_tryIt_OpensTheForm(open_page):
    page = open_page("/docs/boxes.nms")
    page.get_by_role("link", name="Try it").first.click()
    page.locator("h1", has_text="boxes.nms").wait_for()
    page.get_by_role("button", name="Send").click()
    page.locator("#answer").wait_for()


def test_search_Finds(open_page, shot):
    page = open_page("/docs")
    page.get_by_label("Search operations").fill("box decode")
    shown = [entry.locator("h3").text_content() for entry in page.locator(".entry:visible").all()]
    assert "boxes.decode" in shown and "losses.focal" not in shown
    again = open_page("/docs?q=box%20decode")
    assert [entry.locator("h3").text_content() for entry in again.locator(".entry:visible").all()] == shown
    shot(again, "search-1280-light")


def test_guides_AreRead(open_page, shot):
    page = open_page("/docs/numerics")
    assert page.locator("article table").count() >= 1 and page.locator("article h2").count() >= 3
    shot(page, "numerics-1280-light")
    page = open_page("/docs/protocol")
    assert page.locator("article pre").count() > 2


def test_documents_ShowInline(server, open_page):
    page = open_page("/openapi.yaml")
    assert page.locator("pre").text_content().startswith("# The contract") and "openapi: 3.1" in page.locator("pre").text_content()
    page = open_page("/v1/operations")
    assert '"operations"' in page.locator("pre").text_content()


def test_curl_GetsWhatItGot(server):
    with urllib.request.urlopen(f"{server.url}/") as response:
        assert response.headers["Content-Type"] == "application/json"


def test_everyOperation_HasItsPage(server):
    for operation in operations(server):
        with urllib.request.urlopen(f"{server.url}/docs/{operation['name']}") as response:
            text = response.read().decode()
        for field in operation["inputs"] + operation["parameters"]:
            assert f'id="field-{field["name"]}"' in text
