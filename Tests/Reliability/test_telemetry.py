"""What is seen from outside: traces, log fields and metrics."""

import json
import re

import pytest
from prometheus_client.openmetrics import parser

from support.wire import FOCAL_BODY, SMALL, ask, eventually, get, request

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"
INFER = json.dumps({"inputs": [
    {"name": "logits", "shape": [1], "datatype": "FP64", "data": [2]},
    {"name": "targets", "shape": [1], "datatype": "FP64", "data": [1]}]}).encode()


def metrics(port, *fields):
    return ask(port, get("/metrics", *fields))[2].decode()


def value(text, sample):
    return next((float(line.rsplit(" # ")[0].split()[-1]) for line in text.splitlines() if line.startswith(sample + " ")), None)


def lines(server):
    """The log's line of each request by its span: requests of several connections are logged in any order."""
    found = (json.loads(line) for line in server.text().splitlines() if '"message":"request"' in line)
    return {line["span_id"]: line for line in found}


def test_trace_OfTheCallerIsTakenLoggedAndPassed(launch):
    server = launch("--access-log", "true")
    field = f"traceparent: 00-{TRACE}-{PARENT}-01"
    _, fields, _ = ask(server.port, request("/v1/losses/focal", FOCAL_BODY, "POST", field))
    trace, span, flags = re.fullmatch(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})", fields["traceparent"]).groups()
    assert (trace, flags) == (TRACE, "01") and span != PARENT
    _, fields, _ = ask(server.port, request("/v2/models/losses.focal/infer", INFER, "POST", "traceparent: 00-x"))
    new = fields["traceparent"].split("-")
    # One's own is called like the request.
    assert new[1] == fields["x-request-id"] and new[3] == "00"
    _, fields, _ = ask(server.port, get("/livez", field, field))
    assert TRACE not in fields["traceparent"]
    # Refusals have one, too.
    assert ask(server.port, get("/livez", field, "Bad Name: x"))[1]["traceparent"]
    server.stop()
    logged = lines(server)
    first, second = logged[span], logged[new[2]]
    assert first["trace_id"] == TRACE and first["model"] == "losses.focal" and first["client"] == "127.0.0.1"
    assert second["trace_id"] == new[1] and second["model"] == "losses.focal"


def test_metrics_CountWhatWasDone(launch):
    server = launch("--workers", "2", "--connection-limit", "77")
    for _ in range(3):
        assert ask(server.port, request("/v2/models/losses.focal/infer", INFER))[0] == 200
    assert ask(server.port, request("/v2/models/losses.focal/infer", b"{}"))[0] == 400
    assert ask(server.port, request("/v2/models/no.such/infer", INFER))[0] in (400, 404)
    assert ask(server.port, get("/livez", "Bad Name: x"))[0] == 400
    labels = '{model="losses.focal",version="1"}'
    wanted = {
        'focald_refusals_total{reason="malformed_request"}': 1, "nv_inference_request_success" + labels: 3,
        "nv_inference_request_failure" + labels: 1, "focald_workers": 2, "focald_workers_busy": 0,
    }

    def counted():
        # A request is counted once its answer is sent, which may be after the next one is asked.
        text = metrics(server.port)
        return {sample: value(text, sample) for sample in wanted}

    assert eventually(lambda: counted() == wanted), counted()
    text = metrics(server.port)
    assert value(text, "nv_inference_request_duration_us" + labels) > 0
    assert "no.such" not in text
    assert value(text, "focald_worker_seconds_count") >= 5 and value(text, "focald_queue_wait_seconds_count") >= 5
    assert value(text, "focald_connection_limit") == 77 and value(text, "focald_connections") >= 1
    assert value(text, "focald_memory_limit_bytes") > 0 and value(text, "focald_draining") == 0
    assert value(text, "focald_unseen_heads_total") == 0
    assert len([line for line in text.splitlines() if not line.startswith("#")]) <= 400
    statistics = json.loads(ask(server.port, get("/v2/models/losses.focal/stats"))[2])["model_stats"][0]
    assert statistics["inference_stats"]["queue"]["count"] >= 3


def test_draining_IsSeen(launch):
    server = launch("--admin-port", "0", "--drain-delay", "10s")
    server.process.terminate()
    assert eventually(lambda: value(metrics(server.admin_port), "focald_draining") == 1, 8)


@pytest.mark.long
def test_series_StayFewAfterEveryOperationWasUsed(server):
    """2,000 at the most, after each operation was asked over both protocols, well and badly."""
    operations = json.loads(ask(server.port, get("/v1/operations"))[2])["operations"]
    for operation in operations:
        body = json.dumps(operation["example"]).encode() if "example" in operation else b"{}"
        for data in (body, b"{}", b"{"):
            family, name = operation["name"].split(".")
            ask(server.port, request(f"/v1/{family}/{name}", data), 60)
            ask(server.port, request(f"/v2/models/{operation['name']}/infer", data), 60)
        ask(server.port, request(f"/v1/{family}/{name}", b"", "BREW"))
    for index in range(200):
        ask(server.port, get(f"/nothing/{index}"))
    samples = [line for line in metrics(server.port).splitlines() if not line.startswith("#")]
    assert len(operations) > 30 and 700 < len(samples) <= 2000, len(samples)


def test_openMetrics_AreReadByTheirParser(server):
    ask(server.port, SMALL)

    def families():
        accept = "Accept: application/openmetrics-text;version=1.0.0"
        _, fields, body = ask(server.port, get("/metrics", accept))
        assert fields["content-type"].startswith("application/openmetrics-text; version=1.0.0")
        return {family.name: family for family in parser.text_string_to_metric_families(body.decode())}

    def has_trace():
        samples = families()["http_server_request_duration_seconds"].samples
        return any(sample.exemplar and len(sample.exemplar.labels["trace_id"]) == 32 for sample in samples)

    assert eventually(has_trace)
    found = families()
    assert found["focald_refusals"].type == "counter" and found["nv_inference_count"].type == "unknown"
