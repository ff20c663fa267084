"""The installed grader as a wheel, wherever it was installed from.

A wheel is an archive of the package and of what describes it: PEP 427.
"""

import base64
import hashlib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

import grader
from grader.bundles.archive import Member, archive

_NAME = "grader"
_DESCRIPTION = ("METADATA", "entry_points.txt", "licenses/LICENSE")
_TAGS = b"""\
Wheel-Version: 1.0
Generator: grader
Root-Is-Purelib: true
Tag: py3-none-any
"""


def wheel() -> Member:
    """Return the grader that runs now, as a file that pip installs."""
    version = grader.__version__
    described = f"{_NAME}-{version}.dist-info"
    members = [*_package(), *_description(described)]
    record = "".join(_record_line(member) for member in members)
    record += f"{described}/RECORD,,\n"
    members.append(Member(f"{described}/RECORD", record.encode()))
    return Member(f"{_NAME}-{version}-py3-none-any.whl", archive(members))


def requirements() -> str:
    """Return what the grader needs, at the versions that are installed here."""
    found: dict[str, str] = {}
    waiting = [_NAME]
    while waiting:
        name = waiting.pop()
        for text in metadata.requires(name) or ():
            requirement = Requirement(text)
            key = requirement.name.lower().replace("_", "-")
            here = requirement.marker is None or requirement.marker.evaluate(
                {"extra": ""}
            )
            if here and key not in found:
                found[key] = metadata.version(requirement.name)
                waiting.append(requirement.name)
    return "".join(f"{key}=={version}\n" for key, version in sorted(found.items()))


def _package() -> Iterator[Member]:
    root = Path(grader.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            name = f"{_NAME}/{path.relative_to(root).as_posix()}"
            yield Member(name, path.read_bytes())


def _description(folder: str) -> Iterator[Member]:
    installed = metadata.distribution(_NAME)
    for name in _DESCRIPTION:
        text = installed.read_text(name)
        if text is not None:
            yield Member(f"{folder}/{name}", text.encode())
    yield Member(f"{folder}/WHEEL", _TAGS)


def _record_line(member: Member) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(member.data).digest())
    return f"{member.name},sha256={digest.rstrip(b'=').decode()},{len(member.data)}\n"
