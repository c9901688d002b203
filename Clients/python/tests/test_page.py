"""The example page: its script by node, and what serves it."""

import json
import pathlib
import shutil
import subprocess
import sys
import urllib.request

import pytest

import focald

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "Examples"


def test_thePagesScript_AsksAndSaysWhatIsWrong(server):
    node = shutil.which("node")
    if node is None:
        pytest.skip("the page's script needs node")
    script = f"""
        import {{ Focald, FocaldError }} from {json.dumps((EXAMPLES / "page/focald.js").as_uri())};
        const focald = new Focald({json.dumps(server.url + "/")});
        const answer = await focald.ask("losses.ciou", {{boxes: [[0, 0, 2, 2]], target_boxes: [[1, 0, 3, 2]]}});
        let wrong;
        try {{ await focald.ask("losses.focal", {{logits: [1], targets: [3]}}); }} catch (error) {{ wrong = error; }}
        console.log(JSON.stringify([answer.loss, wrong instanceof FocaldError, wrong.status, wrong.errors, wrong.message]));
    """
    done = subprocess.run(
        [node, "--input-type=module", "-"], input=script, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    loss, is_error, status, errors, message = json.loads(done.stdout)
    assert loss == server.client.losses.ciou([[0, 0, 2, 2]], [[1, 0, 3, 2]]).loss
    assert (is_error, status, errors[0]["pointer"]) == (True, 422, "/targets/0")
    assert message.startswith("/targets/0: ")


def test_thePagesServer_HandsQuestionsOn(server):
    command = [sys.executable, EXAMPLES / "page/serve.py", server.url, "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = process.stdout.readline().split()[0]
            with urllib.request.urlopen(url + "/", timeout=60) as page:
                assert b"focald.js" in page.read()
            with focald.Client(url) as client:
                assert client.ask("losses.l1", predictions=[1], targets=[3])["loss"] == 2
                with pytest.raises(focald.InvalidRequest) as caught:
                    client.ask("losses.l1", predictions=[1], targets=[3, 4])
                assert caught.value.errors[0].pointer == "/targets"
        finally:
            process.terminate()
