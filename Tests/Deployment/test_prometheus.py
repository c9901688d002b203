"""deploy/prometheus and deploy/grafana: the rules by promtool, and that every metric they ask for is one that focald has."""

import json

import pytest
import yaml

from facts import asked_metrics, metric_names
from support.wire import SMALL, ask, get


@pytest.fixture(scope="module")
def metrics(server):
    """What a focald says at its admin port that has answered a request."""
    assert ask(server.port, SMALL)[0] == 200
    status, _, body = ask(server.admin_port, get("/metrics"))
    assert status == 200
    return body.decode()


@pytest.fixture(scope="module")
def rules(deploy):
    return [
        rule for group in yaml.safe_load((deploy / "prometheus/focald.rules.yaml").read_text())["groups"]
        for rule in group["rules"]]


def test_rules_AreValid(run, deploy):
    run("promtool", "check", "rules", deploy / "prometheus/focald.rules.yaml")
    run("promtool", "check", "config", deploy / "prometheus/prometheus.yaml")


def test_alerts_FireWhereTheyMust(run, deploy):
    run("promtool", "test", "rules", deploy / "prometheus/focald.rules.test.yaml")


def test_alerts_AreAllTestedBothWays(deploy, rules):
    tests = yaml.safe_load((deploy / "prometheus/focald.rules.test.yaml").read_text())["tests"]
    cases = [case for test in tests for case in test["alert_rule_test"]]
    alerts = {rule["alert"] for rule in rules if "alert" in rule}
    assert alerts == {case["alertname"] for case in cases if case["exp_alerts"]}
    for rule in rules:
        if "alert" in rule:
            assert {"summary", "description"} == set(rule["annotations"]) and rule["labels"]["severity"]


def test_rules_AskForMetricsThatThereAre(metrics, rules):
    there = metric_names(metrics)
    for rule in rules:
        asked = asked_metrics(rule["expr"])
        assert asked <= there, (rule, asked - there)


def test_exposition_IsPrometheus(run, metrics, tmp_path):
    """promtool's own reader and lint."""
    run("promtool", "--version")
    path = tmp_path / "metrics"
    path.write_text(metrics)
    run("sh", "-c", f"promtool check metrics <{path}")


def test_dashboard_AsksForMetricsThatThereAre(deploy, metrics):
    dashboard = json.loads((deploy / "grafana/focald.json").read_text())
    there, targets = metric_names(metrics), 0
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            targets += 1
            asked = asked_metrics(target["expr"])
            assert asked and asked <= there, (panel["title"], asked - there)
            assert 'job="$job"' in target["expr"] and 'instance=~"$instance"' in target["expr"]
    assert targets >= 20
    variables = {one["name"] for one in dashboard["templating"]["list"]}
    assert variables == {"source", "job", "instance"}
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])


def test_dashboard_IsPromQL(run, deploy, tmp_path):
    """Each query, read by promtool as a recording rule."""
    dashboard = json.loads((deploy / "grafana/focald.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    rules = [
        {"record": f"query:{index}", "expr": query.replace("$__rate_interval", "1m").replace("$", "")}
        for index, query in enumerate(queries)]
    path = tmp_path / "queries.yaml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    run("promtool", "check", "rules", path)


def test_adapter_AsksForMetricsThatThereAre(deploy, metrics):
    (rule,) = yaml.safe_load((deploy / "kubernetes/monitored/adapter-values.yaml").read_text())["rules"]["custom"]
    asked = asked_metrics(rule["metricsQuery"]) | asked_metrics(rule["seriesQuery"])
    assert asked and asked <= metric_names(metrics)
