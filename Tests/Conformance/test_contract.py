"""The contract, by schemathesis: requests made of openapi.yaml, right and wrong ones, and every answer held against it.

What is left out of its judgement stands in contract/hooks.py by name, with the reason. The seed is pinned, the time bounded.
"""

import json
import os
import pathlib
import subprocess
import sys

import pytest
import yaml

from support.server import ROOT

pytest.importorskip("schemathesis", reason="requirements-contract.txt is not installed; make conformance does it")

SEED = os.environ.get("CONTRACT_SEED", "1")
EXAMPLES = os.environ.get("CONTRACT_EXAMPLES", "3")
# The contract's examples; every bound and every wrong type; random requests.
PHASES = os.environ.get("CONTRACT_PHASES", "examples,coverage,fuzzing")
# 28,000 requests, three minutes of CPU beside a debug build; however busy the machine is, it ends.
SECONDS = 1800


def check(server, contract, folder, phases, *selection):
    """Runs it over that contract: its exit status, its report, and how many requests had which status."""
    counts = folder / "counts.json"
    counts.write_text("{}")
    ended = subprocess.run(
        [pathlib.Path(sys.executable).parent / "st", "run", contract, "--url", server.url, "--checks", "all",
         "--phases", phases, "--seed", SEED, "--max-examples", EXAMPLES, "--continue-on-failure",
         "--no-shrink", "--no-color", "--request-timeout", "60", *selection],
        cwd=folder, capture_output=True, text=True, timeout=SECONDS,
        env={**os.environ, "PYTHONPATH": str(ROOT / "Tests/Conformance"), "SCHEMATHESIS_HOOKS": "contract.hooks",
             "CONTRACT_COUNTS": str(counts)})
    return ended.returncode, ended.stdout + ended.stderr, json.loads(counts.read_text())


@pytest.mark.native
def test_contract_HoldsForEveryRequest(server, tmp_path):
    status, report, counts = check(server, ROOT / "openapi.yaml", tmp_path, PHASES)
    print(report[-3000:], json.dumps(counts, indent=1))
    assert status == 0, report[-20_000:]
    assert not [status for status in counts if status.startswith(("valid 5", "invalid 5"))]
    # It is no proof where hardly anything that is right is answered, or hardly anything wrong was asked.
    assert counts["valid 200"] > 2000 and counts["invalid 422"] > 10_000


# A check that cannot fail would be none: the contract is bent, and each bend is noticed.
@pytest.mark.native
@pytest.mark.parametrize(
    "bend, noticed",
    [
        (lambda schemas: schemas["LossesFocalRequest"]["properties"]["gamma"].update(minimum=-100), "Schema-valid request rejected"),
        (lambda schemas: schemas["LossesFocalRequest"]["properties"]["gamma"].update(minimum=50), "Schema-violating"),
        (lambda schemas: schemas["LossesFocalAnswer"]["properties"].update(loss={"type": "string"}), "Response violates schema"),
    ],
    ids=["says too much", "says too little", "another answer"])
def test_contract_ThatIsWrongIsNoticed(server, tmp_path, bend, noticed):
    contract = yaml.safe_load((ROOT / "openapi.yaml").read_text())
    bend(contract["components"]["schemas"])
    path = tmp_path / "bent.yaml"
    path.write_text(yaml.safe_dump(contract, allow_unicode=True))
    status, report, _ = check(server, path, tmp_path, PHASES, "--include-path", "/v1/losses/focal")
    assert status == 1 and noticed.lower() in report.lower(), report[-5000:]
