"""`make bench`: how many patrols a second are synced durably, at what price; docs/bench.md tells how to read it."""

import argparse
import secrets
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.county import make_county, make_settings
from tests.bench.filled import fill
from tests.bench.load import Client, Load, run
from tests.bench.patrols import Desk
from tests.bench.profile import profile
from tests.bench.served import Served, serve

PEOPLE = 50
#: In a county with a past: a year of one person.
PATROLS_A_PERSON = 300
HELLOS = 1500
TIMES = 3


@dataclass(frozen=True)
class Row:
    """One measurement at one number of clients."""

    clients: int
    load: Load
    hello: Load
    cpu_ms: float
    rss_mb: float


def main() -> None:
    """Measure and print."""
    asked = _parse()
    at = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=asked.dir) as made:
        folder, secret = Path(made), secrets.token_hex(32)
        settings = make_settings(folder, secret)
        walkers = make_county(settings, max(PEOPLE, asked.full // PATROLS_A_PERSON), at)
        desk = Desk(walkers, at)
        if asked.profile:
            print(profile(folder, secret, desk, whole=asked.whole))
            return
        fill(settings, desk, asked.full, at)
        with serve(folder, secret) as served:
            rate = _warm_up(served, desk, whole=asked.whole)
            print(HEAD)
            for clients in asked.clients:
                rows = [
                    _measure(served, desk, clients, round(rate * asked.seconds), whole=asked.whole)
                    for _ in range(asked.times)
                ]
                print(_line(rows), flush=True)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--seconds", type=float, default=4, help="about how long one run takes")
    parser.add_argument("--dir", type=Path, help="where the instance lies; its disk is measured")
    parser.add_argument(
        "--pieces", dest="whole", action="store_false", help="creation and PATCH for each photo"
    )
    parser.add_argument("--full", type=int, default=0, help="begin with so many patrols filed")
    parser.add_argument("--profile", action="store_true", help="say where the time goes instead")
    return parser.parse_args()


def _warm_up(served: Served, desk: Desk, *, whole: bool) -> float:
    """Fill caches and learn about how many a second there will be."""
    load = run(
        8, lambda: Client(served.port, desk.picture, whole=whole), "deliver", desk.write(100)
    )
    return load.rate


def _measure(served: Served, desk: Desk, clients: int, count: int, *, whole: bool) -> Row:
    patrols = desk.write(max(count, clients * 4))
    make = lambda: Client(served.port, desk.picture, whole=whole)  # noqa: E731
    hello = run(clients, make, "say_hello", range(HELLOS))
    cpu_before = served.cpu_ms()
    load = run(clients, make, "deliver", patrols)
    cpu_ms = (served.cpu_ms() - cpu_before) / len(patrols)
    time.sleep(0.2)
    return Row(clients, load, hello, cpu_ms, served.rss_mb())


HEAD = (
    "clients  patrols/s   p50 ms   p95 ms  CPU ms/patrol  hello/s  hellos/patrol  RSS MB\n"
    "-------  ---------  -------  -------  -------------  -------  -------------  ------"
)


def _line(rows: list[Row]) -> str:
    """Give the row of the median rate."""
    middle = sorted(rows, key=lambda row: row.load.rate)[len(rows) // 2]
    ratio = statistics.median(row.hello.rate / row.load.rate for row in rows)
    return (
        f"{middle.clients:7}  {middle.load.rate:9.1f}  {middle.load.share_ms(0.5):7.1f}"
        f"  {middle.load.share_ms(0.95):7.1f}  {middle.cpu_ms:13.2f}  {middle.hello.rate:7.0f}"
        f"  {ratio:13.1f}  {middle.rss_mb:6.0f}"
    )


if __name__ == "__main__":
    main()
