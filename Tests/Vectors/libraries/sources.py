"""Functions of libraries that do not import here: compiled from their source, alone."""

import ast
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path


def definitions(file, names, given):
    """The classes and functions of those names, without decorators; `given`: what they use besides."""
    return compiled(Path(file).read_text(encoding="utf-8"), names, given)


def compiled(source, names, given):
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if getattr(node, "name", None) in names]
    assert len(tree.body) == len(names), names
    for node in tree.body:
        node.decorator_list = []
    scope = dict(given)
    exec(compile(tree, "library", "exec"), scope)
    return scope


def wheel_text(requirement, member):
    """A file of a wheel for another Python, downloaded."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "--python-version", "3.10",
             "-d", folder, requirement], check=True)
        wheel, = Path(folder).glob("*.whl")
        return zipfile.ZipFile(wheel).read(member).decode("utf-8")
