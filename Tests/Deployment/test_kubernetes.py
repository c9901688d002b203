"""deploy/kubernetes: strict by Kubernetes' own schemas, and what belongs together agrees."""

import pytest
import yaml

from facts import documents, stopping
from support.wire import ask, get

FOLDERS = ("base", "monitored")
# What the operator's types have; kubernetes-validate knows Kubernetes' own only.
CUSTOM = {"ServiceMonitor": "monitoring.coreos.com/v1", "PrometheusRule": "monitoring.coreos.com/v1"}
# The oldest version that the manifests name, and the newest that is known: a field's fate differs.
VERSIONS = ("1.27", None)


@pytest.fixture(scope="module", params=FOLDERS)
def rendered(request, run, deploy):
    """What the cluster is given."""
    return documents(run("kubectl", "kustomize", deploy / "kubernetes" / request.param))


@pytest.fixture(scope="module")
def base(deploy):
    """The files as they stand, by kind; no tool is needed."""
    paths = sorted((deploy / "kubernetes/base").glob("*.yaml"))
    found = [one for path in paths for one in documents(path.read_text())]
    return {one["kind"]: one for one in found if "kind" in one}


@pytest.mark.parametrize("version", VERSIONS)
def test_files_AreStrictlyValid(base, version):
    validator = pytest.importorskip("kubernetes_validate")
    for kind, manifest in base.items():
        if kind != "Kustomization":
            validator.validate(manifest, version or validator.latest_version(), strict=True)
    assert {"Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget", "NetworkPolicy"} <= set(base)


@pytest.mark.parametrize("version", VERSIONS)
def test_rendered_IsStrictlyValid(rendered, version):
    validator = pytest.importorskip("kubernetes_validate")
    for manifest in rendered:
        if manifest["kind"] in CUSTOM:
            assert manifest["apiVersion"] == CUSTOM[manifest["kind"]]
        else:
            validator.validate(manifest, version or validator.latest_version(), strict=True)


def test_checker_NoticesWrongManifests(base):
    validator = pytest.importorskip("kubernetes_validate")
    for kind, spec in (("Deployment", {"replica": 2}), ("PodDisruptionBudget", {"minAvailable": [1]}), ("Service", {"port": 1})):
        wrong = {**base[kind], "spec": {**base[kind]["spec"], **spec}}
        with pytest.raises(Exception, match="(?i)valid|additional|unexpected"):
            validator.validate(wrong, "1.31", strict=True)


def test_selectors_ChooseThePods(base):
    labels = base["Deployment"]["spec"]["template"]["metadata"]["labels"]
    selectors = [
        base["Deployment"]["spec"]["selector"]["matchLabels"], base["Service"]["spec"]["selector"],
        base["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        base["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
        *(one["labelSelector"]["matchLabels"] for one in pod(base)["topologySpreadConstraints"]),
    ]
    # An empty selector would choose every pod of the namespace.
    for selector in selectors:
        assert selector and selector.items() <= labels.items()
    target = base["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("Deployment", base["Deployment"]["metadata"]["name"])
    assert "replicas" not in base["Deployment"]["spec"], "they are the autoscaler's"


def test_ports_AreTheSettings(base, deploy, settings):
    found = settings(deploy / "kubernetes/base/focald.yaml")
    ports = {port["name"]: port["containerPort"] for port in container(base)["ports"]}
    assert ports == {"http": int(found["port"]), "admin": int(found["admin_port"])}
    assert found["host"] == "0.0.0.0"
    named = [port["targetPort"] for port in base["Service"]["spec"]["ports"]]
    named += [port["port"] for rule in base["NetworkPolicy"]["spec"]["ingress"] for port in rule["ports"]]
    assert set(named) == set(ports)


def test_probes_AreAnsweredAtTheAdminPort(base, server):
    for probe in ("livenessProbe", "readinessProbe"):
        http = container(base)[probe]["httpGet"]
        assert http["port"] == "admin"
        assert ask(server.admin_port, get(http["path"]))[0] == 200


def test_grace_IsLongEnough(base, deploy, settings):
    found = settings(deploy / "kubernetes/base/focald.yaml")
    assert found["drain_delay"] == "5s"
    assert pod(base)["terminationGracePeriodSeconds"] >= stopping(found) + 2


# The restricted profile: https://kubernetes.io/docs/concepts/security/pod-security-standards/
def test_pod_HasNoMoreThanItNeeds(base):
    whole, one = pod(base)["securityContext"], container(base)["securityContext"]
    assert whole["runAsNonRoot"] and whole["runAsUser"] > 0 and whole["seccompProfile"] == {"type": "RuntimeDefault"}
    assert one == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    assert pod(base)["automountServiceAccountToken"] is False
    policy = base["NetworkPolicy"]["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"] and policy["egress"] == []
    assert {"cpu", "memory"} == set(container(base)["resources"]["limits"])


def test_user_IsTheImages(base, deploy):
    assert f"USER {pod(base)['securityContext']['runAsUser']}:" in (deploy.parent / "Dockerfile").read_text()


def test_monitored_AsksForWhatThereIs(deploy, base):
    folder = deploy / "kubernetes/monitored"
    (patch,) = yaml.safe_load((folder / "autoscaler.yaml").read_text())
    (rule,) = yaml.safe_load((folder / "adapter-values.yaml").read_text())["rules"]["custom"]
    assert patch["value"]["pods"]["metric"]["name"] == rule["name"]["as"]
    assert patch["path"] == "/spec/metrics/-" and base["HorizontalPodAutoscaler"]["spec"]["metrics"]
    monitor = yaml.safe_load((folder / "service-monitor.yaml").read_text())
    service = base["Service"]
    assert monitor["spec"]["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
    assert {one["port"] for one in monitor["spec"]["endpoints"]} <= {one["name"] for one in service["spec"]["ports"]}
    # Fields of the operator's ServiceMonitorSpec and Endpoint (API reference, monitoring.coreos.com/v1).
    assert set(monitor["spec"]) <= {"selector", "jobLabel", "endpoints", "namespaceSelector", "targetLabels"}
    for endpoint in monitor["spec"]["endpoints"]:
        assert set(endpoint) <= {"port", "path", "interval", "scrapeTimeout", "scheme", "tlsConfig"}


def test_rules_AreThoseOfPrometheus(deploy):
    operators = yaml.safe_load((deploy / "kubernetes/monitored/rules.yaml").read_text())
    assert operators["spec"] == yaml.safe_load((deploy / "prometheus/focald.rules.yaml").read_text())


def pod(base):
    return base["Deployment"]["spec"]["template"]["spec"]


def container(base):
    (container,) = pod(base)["containers"]
    return container
