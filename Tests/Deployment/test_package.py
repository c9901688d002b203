"""deploy/package: what can be said of it without building one; `make package` checks what it builds."""

import re
import subprocess

import pytest

from support.server import BINARY, ROOT

PACKAGE = ROOT / "deploy/package"
SCRIPTS = ("postinst", "prerm", "postrm")
NOTICES = (ROOT / "THIRD-PARTY-NOTICES.md").read_text()


def test_notices_NameEverySwiftPackage():
    manifest = (ROOT / "Package.swift").read_text()
    packages = re.findall(r'\.package\(url: "https://github\.com/\S+/([a-z-]+)\.git", from: "(\d+\.\d+)', manifest)
    assert len(packages) >= 4
    for name, version in packages:
        assert re.search(rf"^\| {name} \| {re.escape(version)} \|", NOTICES, re.MULTILINE), (name, version)


def test_notices_NameEveryLibraryOfTheProgram():
    """Swift's own are inside the program that is passed on."""
    found = subprocess.run(["ldd", BINARY], capture_output=True, text=True, check=True).stdout
    direct = subprocess.run(["objdump", "-p", BINARY], capture_output=True, text=True)
    if direct.returncode:
        pytest.skip("NOT CHECKED: objdump is not installed (apt-get install binutils)")
    needed = set(re.findall(r"NEEDED\s+(\S+)", direct.stdout))
    assert "libmicrohttpd.so.12" in needed and all(one in found for one in needed)
    own = re.compile(r"libswift|libdispatch|libBlocksRuntime|libFoundation|lib_Foundation")
    for library in needed:
        assert own.match(library) or f"`{library}`" in NOTICES, library


def test_notices_LeadToTheTextsOfTheLicences():
    linked = set(re.findall(r"\]\((deploy/package/licenses/[^)]+)\)", NOTICES))
    assert {f"deploy/package/licenses/{path.name}" for path in (PACKAGE / "licenses").iterdir()} == linked
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (PACKAGE / "licenses/LGPL-2.1.txt").read_text()
    assert "Runtime Library Exception" in (PACKAGE / "licenses/Apache-2.0-Swift.txt").read_text()


def test_image_HasTheNotices():
    dockerfile, ignored = (ROOT / "Dockerfile").read_text(), (ROOT / ".dockerignore").read_text()
    for path in ("THIRD-PARTY-NOTICES.md", "deploy/package/licenses"):
        assert f"COPY {path} /usr/share/doc/focald/" in dockerfile
        assert f"!{path}\n" in ignored


def test_manual_NamesEveryCommand():
    manual = (PACKAGE / "focald.1").read_text()
    said = subprocess.run([BINARY, "--help"], capture_output=True, text=True, check=True).stdout
    commands = re.findall(r"^  ([a-z]+)(?: \(default\))? {2,}", said.split("SUBCOMMANDS:")[1], re.MULTILINE)
    assert "serve" in commands and len(commands) >= 6
    for command in commands:
        assert f"\n.B {command}\n" in manual, command


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_IsShellAndEndsAtTheFirstFault(run, name):
    text = (PACKAGE / name).read_text()
    assert text.startswith("#!/bin/sh\nset -e\n")
    run("sh", "-n", PACKAGE / name)


def test_units_HaveTheUserOfThePackage(deploy):
    unit = (deploy / "systemd/focald.service").read_text()
    user = re.search(r"^User=(\S+)$", unit, re.MULTILINE).group(1)
    assert re.search(rf"adduser .*--system --group .* {user}\n", (PACKAGE / "postinst").read_text())
