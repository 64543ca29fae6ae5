"""`make torture`: the faults for as long as one likes; docs/faults.md tells what each part is for."""

import argparse
import secrets
import tempfile
import time
from pathlib import Path

from tests.conftest import make_river
from tests.faults.machine import River, run

RUNS = 20
STEPS = 200


def main() -> None:
    """Torture, and say with which seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, help="begin with this one, as a failure printed it")
    asked = parser.parse_args()
    until = time.monotonic() + asked.minutes * 60
    seed = secrets.randbits(32) if asked.seed is None else asked.seed
    with tempfile.TemporaryDirectory(prefix="torture-") as made:
        river = Path(made) / "river"
        make_river(river)
        while time.monotonic() < until:
            run(river, runs=RUNS, steps=STEPS, seed=seed)
            print(f"{River.steps} steps, {River.deaths} deaths of the server", flush=True)
            seed += 1


if __name__ == "__main__":
    main()
