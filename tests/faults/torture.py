"""`make torture`: the faults for as long as one likes; docs/faults.md tells what each part is for."""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import make_river
from tests.faults.backlog import drain_backlog
from tests.faults.machine import River, run

RUNS = 20
STEPS = 200
KILLED = "tests/browser/test_killed.py"


def main() -> None:
    """Torture, and say with which seed."""
    asked = _parse()
    seed = secrets.randbits(31) if asked.seed is None else asked.seed
    with tempfile.TemporaryDirectory(prefix="torture-") as made:
        river = Path(made) / "river"
        make_river(river)
        if asked.photos:
            print(drain_backlog(river, asked.photos), flush=True)
        run_for(river, asked.minutes, seed)
    if asked.kills:
        environ = {**os.environ, "KILLS": str(asked.kills), "SEED": str(seed)}
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-s", KILLED], env=environ, check=True
        )


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="of phones, lines and servers")
    parser.add_argument("--kills", type=int, default=200, help="of a browser that is worked in")
    parser.add_argument("--photos", type=int, default=500, help="of a backlog of three weeks")
    parser.add_argument("--seed", type=int, help="begin with this one, as a failure printed it")
    return parser.parse_args()


def run_for(river: Path, minutes: float, seed: int) -> None:
    """Let the river live through one run after another, each with the next seed."""
    until = time.monotonic() + minutes * 60
    while time.monotonic() < until:
        run(river, runs=RUNS, steps=STEPS, seed=seed)
        print(f"{River.steps} steps, {River.deaths} deaths of the server", flush=True)
        seed += 1


if __name__ == "__main__":
    main()
