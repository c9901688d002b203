"""The manifests of deploy/kserve against KServe's and Kubernetes' own classes of these resources.

Those are generated from the same types as the cluster's CRDs. Every field must be one that its class has, of its type,
and every class must accept what it is given (fields that must be there are). Without the kserve package the structure
alone is checked.
"""

import inspect
import re

import pytest
import yaml

from support.server import ROOT

FOLDER = ROOT / "deploy/kserve"
KINDS = {
    "ServingRuntime": "V1alpha1ServingRuntime",
    "InferenceService": "V1beta1InferenceService",
    "InferenceGraph": "V1alpha1InferenceGraph",
}
SCALARS = {"str": str, "int": int, "bool": bool, "float": (int, float)}


def manifests():
    for path in sorted(FOLDER.glob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text()):
            yield pytest.param(document, id=f"{path.stem}-{document['metadata']['name']}")


def of_kind(kind):
    return {
        parameters.values[0]["metadata"]["name"]: parameters.values[0]["spec"]
        for parameters in manifests() if parameters.values[0]["kind"] == kind}


@pytest.mark.parametrize("manifest", list(manifests()))
def test_structure(manifest):
    assert set(manifest) == {"apiVersion", "kind", "metadata", "spec"}
    assert manifest["kind"] in KINDS
    version = KINDS[manifest["kind"]].removesuffix(manifest["kind"]).lower()
    assert manifest["apiVersion"] == f"serving.kserve.io/{version}"
    assert re.fullmatch("[a-z0-9]([-a-z0-9]*[a-z0-9])?", manifest["metadata"]["name"])


def test_the_graphs_nodes():
    """What the CRD says of them beyond types."""
    for graph in of_kind("InferenceGraph").values():
        assert "root" in graph["nodes"]
        for node in graph["nodes"].values():
            assert node["routerType"] in ("Sequence", "Splitter", "Ensemble", "Switch")
            for step in node["steps"]:
                assert len({"nodeName", "serviceName", "serviceUrl"} & set(step)) == 1
                assert step.get("dependency", "Soft") in ("Soft", "Hard")


@pytest.mark.parametrize("manifest", list(manifests()))
def test_schema(manifest):
    pytest.importorskip("kserve", reason="requirements-kserve.txt is not installed; make conformance does it")
    check(manifest, KINDS[manifest["kind"]], manifest["kind"])


def test_wrong_manifests_are_noticed():
    """The check is none if it lets these pass."""
    pytest.importorskip("kserve", reason="requirements-kserve.txt is not installed; make conformance does it")
    (graph,) = (one.values[0] for one in manifests() if one.values[0]["kind"] == "InferenceGraph")
    root = graph["spec"]["nodes"]["root"]
    for wrong in (
        {**root, "steps": [{"serviceURL": "http://x"}]}, {**root, "steps": {}}, {"steps": root["steps"]},
        {**root, "steps": [{"weight": "1"}]},
    ):
        with pytest.raises((AssertionError, ValueError)):
            check({**graph, "spec": {"nodes": {"root": wrong}}}, KINDS["InferenceGraph"], "InferenceGraph")


def test_the_names_go_together(server):
    """The service asks for a runtime that is here; the graph calls services that are here, and a model that focald has."""
    from support.wire import send

    runtimes, services = of_kind("ServingRuntime"), of_kind("InferenceService")
    model = services["focald"]["predictor"]["model"]
    runtime = runtimes[model["runtime"]]
    assert model["modelFormat"]["name"] in [one["name"] for one in runtime["supportedModelFormats"]]
    assert model["protocolVersion"] in runtime["protocolVersions"]
    (container,) = runtime["containers"]
    assert container["name"] == "kserve-container"
    for probe in ("livenessProbe", "readinessProbe"):
        assert send(server, "GET", container[probe]["httpGet"]["path"]).status == 200
    for graph in of_kind("InferenceGraph").values():
        for step in graph["nodes"]["root"]["steps"]:
            found = re.fullmatch(r"http://(.+)-predictor\.[a-z]+\.svc\.cluster\.local(/v2/models/.+)/infer", step["serviceUrl"])
            assert found and found.group(1) in services
            if found.group(1) == "focald":
                assert send(server, "GET", found.group(2)).status == 200


@pytest.mark.own_server
def test_the_runtimes_arguments_are_the_programs(launch):
    (runtime,) = of_kind("ServingRuntime").values()
    command, *arguments = runtime["containers"][0]["args"]
    assert command == "serve"
    pairs = dict(zip(arguments[::2], arguments[1::2]))
    assert pairs.pop("--host") == "0.0.0.0" and pairs.pop("--port") == "8080"
    launch(*(word for pair in pairs.items() for word in pair))


def check(value, kind: str, place: str):
    """`kind` as the classes write their fields' types: str, list[X], dict(str, X) (Kubernetes: List[X], Dict[str, X]), a class."""
    import kserve.models
    import kubernetes.client.models

    if found := re.fullmatch(r"[lL]ist\[(.+)\]", kind):
        assert isinstance(value, list), f"{place} must be a list"
        for index, item in enumerate(value):
            check(item, found.group(1), f"{place}[{index}]")
    elif found := re.fullmatch(r"(?:dict\(str, |Dict\[str, )(.+)[])]", kind):
        assert isinstance(value, dict), f"{place} must be an object"
        for key, item in value.items():
            assert isinstance(key, str), f"{place}: {key!r} is no string"
            check(item, found.group(1), f"{place}.{key}")
    elif kind in SCALARS:
        assert isinstance(value, SCALARS[kind]) and isinstance(value, bool) == (kind == "bool"), f"{place} must be {kind}"
    elif kind in ("object", "ResourceQuantity"):
        assert isinstance(value, (str, int, dict))
    else:
        model = getattr(kserve.models, kind, None) or getattr(kubernetes.client.models, kind)
        assert isinstance(value, dict), f"{place} must be an object"
        fields = {key: field for field, key in model.attribute_map.items()}
        for key, item in value.items():
            assert key in fields, f"{place} has no field {key}; it has {', '.join(fields)}"
            check(item, model.openapi_types[fields[key]], f"{place}.{key}")
        for name, parameter in inspect.signature(model.__init__).parameters.items():
            # The generator gives a default other than None to those fields alone that must be there.
            # But the name of a predictor's model: KServe's build takes it out of the CRD's required fields.
            needed = name in model.attribute_map and parameter.default is not None
            needed = needed and (kind, name) != ("V1beta1ModelSpec", "name")
            assert not needed or model.attribute_map[name] in value, f"{place} lacks {model.attribute_map[name]}"
        model(**{fields[key]: item for key, item in value.items()})
