"""deploy/compose.yaml: its settings are focald's, and its names HAProxy's."""

import re
import shutil
import subprocess

import pytest
import yaml

from facts import seconds, stopping


@pytest.fixture(scope="module")
def services(deploy):
    return yaml.safe_load((deploy / "compose.yaml").read_text())["services"]


@pytest.fixture(scope="module")
def instances(services):
    found = {name: one for name, one in services.items() if name.startswith("focald-")}
    assert len(found) == 3
    return found


def test_compose_IsValid(run, deploy):
    if not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        pytest.skip("NOT CHECKED: docker compose is not installed")
    run("docker", "compose", "--file", deploy / "compose.yaml", "config", "--quiet")


def test_settings_AreFocalds(instances, settings):
    for one in instances.values():
        assert settings(**one["environment"])["drain_delay"] == "5s"


def test_grace_IsLongEnough(instances, settings):
    for one in instances.values():
        assert seconds(one["stop_grace_period"]) >= stopping(settings(**one["environment"]))


def test_instances_HaveNoMoreThanTheyNeed(instances, settings):
    for one in instances.values():
        assert one["read_only"] and one["cap_drop"] == ["ALL"] and "no-new-privileges:true" in one["security_opt"]
        assert one["ulimits"]["nofile"] >= int(settings(**one["environment"])["connection_limit"]) + 100
        # Threads: workers and one more, I/O, and a few of the runtime's.
        assert one["mem_limit"] == "2g" and one["pids_limit"] >= 64


def test_haproxy_NamesTheInstances(deploy, services, instances):
    text = (deploy / "haproxy.cfg").read_text()
    named = re.findall(r'server \S+ "\$\{FOCALD_\d-(\S+?):8080\}"', text)
    assert named == list(instances) == list(services["haproxy"]["depends_on"])
    admin = {one["environment"]["FOCALD_ADMIN_PORT"] for one in instances.values()}
    assert set(re.findall(r"ADMIN_\d-(\d+)", text)) == admin
    (volume,) = services["haproxy"]["volumes"]
    assert (deploy / volume.split(":")[0]).is_file()


# Between the first 503 of /readyz and the last request taken lies drain_delay; HAProxy must have looked in that time.
def test_haproxy_LooksOftenEnough(deploy, instances, settings):
    text = (deploy / "haproxy.cfg").read_text()
    interval, fall = re.search(r"check inter (\S+) fall (\d+)", text).groups()
    for one in instances.values():
        assert 2 * seconds(interval) * int(fall) < seconds(settings(**one["environment"])["drain_delay"])
