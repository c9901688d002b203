"""Sources/CProcessor: a plain program starts the best build that lies beside it and that this processor can run."""

import os
import platform
import shutil
import subprocess

import pytest

from support.server import BINARY

V3 = {"avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe", "abm"}
V4 = V3 | {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}
FLAGS = {"x86-64-v4": V4, "x86-64-v3": V3}


def reached():
    """The levels above the plain one that this processor has, the best first."""
    if platform.machine() != "x86_64":
        return []
    with open("/proc/cpuinfo") as file:
        flags = next((set(line.split(":")[1].split()) for line in file if line.startswith("flags")), set())
    return [level for level, needed in FLAGS.items() if needed <= flags]


@pytest.fixture
def program(tmp_path):
    """The program as it is installed: in a folder bin, beside lib."""
    own = subprocess.run([BINARY, "version"], capture_output=True, text=True, check=True).stdout
    if own.endswith(("(x86-64-v3)\n", "(x86-64-v4)\n")):
        pytest.skip("NOT CHECKED: this program is built for newer processors itself")
    path = tmp_path / "bin/focald"
    path.parent.mkdir()
    try:
        os.link(os.path.realpath(BINARY), path)
    except OSError:
        shutil.copy(BINARY, path)
    return path


def install(program, level, text="#!/bin/sh\necho {level} $1 $WORD\n"):
    path = program.parent.parent / "lib/focald" / level / "focald"
    path.parent.mkdir(parents=True)
    path.write_text(text.format(level=level))
    path.chmod(0o755)


def answer(program):
    run = subprocess.run(
        [program, "version"], capture_output=True, text=True, check=True, env=os.environ | {"WORD": "word"})
    return run.stdout


def test_alone_RunsItself(program):
    kind = {"x86_64": "x86-64", "aarch64": "arm64"}.get(platform.machine(), "other")
    assert answer(program).endswith(f" ({kind})\n")


@pytest.mark.parametrize("level", FLAGS)
def test_level_IsStartedWhereTheProcessorReachesIt(program, level):
    alone = answer(program)
    install(program, level)
    assert answer(program) == (f"{level} version word\n" if level in reached() else alone)


def test_levels_TheBestIsStarted(program):
    alone = answer(program)
    for level in FLAGS:
        install(program, level)
    assert answer(program) == next((f"{level} version word\n" for level in reached()), alone)


def test_levelThatCannotRun_IsPassedOver(program):
    alone = answer(program)
    for level in FLAGS:
        install(program, level, "no program\n")
    assert answer(program) == alone
