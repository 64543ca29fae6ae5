"""The house keeps what its front page promises."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
COMMANDS = [
    "run",
    "test",
    "check",
    "fix",
    "migration",
    "pin",
    "screens",
    "torture",
    "bench",
    "pace",
    "lighthouse",
    "sbom",
    "demo",
]


def test_make_alone_lists_every_command() -> None:
    listed = subprocess.run(["make"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    assert set(COMMANDS) <= {line.split()[1] for line in listed.splitlines()}


@pytest.mark.parametrize("page", ["README.md", "docs/security.md"])
def test_each_place_that_a_page_names_is_there(page) -> None:
    named = re.findall(
        r"`((?:patrol_app|static|templates|migrations|tests|docs)/[\w./-]*)`",
        (HOUSE / page).read_text(encoding="utf-8"),
    )
    assert named
    assert [place for place in named if not (HOUSE / place).exists()] == []


def test_every_package_is_pinned_by_hash_and_listed(tmp_path) -> None:
    pinned = (HOUSE / "requirements.txt").read_text(encoding="utf-8")
    names = set(re.findall(r"^([a-z0-9.-]+)==", pinned, flags=re.MULTILINE))
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[a-z])", pinned)[1:])
    made = tmp_path / "python.json"
    command = ["-m", "cyclonedx_py", "requirements", "requirements.txt", "--output-file", str(made)]
    subprocess.run([sys.executable, *command], cwd=HOUSE, capture_output=True, check=True)
    listed = json.loads(made.read_text(encoding="utf-8"))["components"]
    assert {component["name"] for component in listed} == names


def test_lock_files_name_no_registry() -> None:
    locks = [*HOUSE.glob("requirements*.txt"), HOUSE / "package-lock.json"]
    hosts = re.compile(r"--(?:extra-)?(?:index-url|find-links)[ =]\S|\"resolved\"")
    assert [lock.name for lock in locks if _names_a_host(lock, hosts)] == []


def _names_a_host(lock: Path, hosts: re.Pattern[str]) -> bool:
    lines = lock.read_text(encoding="utf-8").splitlines()
    return any(hosts.search(line) for line in lines if not line.startswith("#"))


def test_each_decision_has_a_number_of_its_own() -> None:
    pages = sorted((HOUSE / "docs" / "decisions").glob("*.md"))
    headings = [page.read_text(encoding="utf-8").splitlines()[0] for page in pages]
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    assert [heading.split(".")[0] for heading in headings] == [
        f"# {number}" for number in range(1, len(pages) + 1)
    ]
