"""`make bench ARGS=--profile`: where the server's time goes while one phone sends, by room and by function."""

import pstats
from collections import defaultdict
from pathlib import Path

from tests.bench.load import Client, run
from tests.bench.patrols import Desk
from tests.bench.served import serve

PATROLS = 150
FUNCTIONS = 25

#: The first part of a function's address that fits says whose time it is; what Python itself does comes without one.
ROOMS = (
    ("<method 'commit' of 'sqlite3", "SQLite: commit"),
    ("<method 'execute", "SQLite: statements"),
    ("posix.fsync", "disk: photos to be safe"),
    ("posix.", "disk: files"),
    ("<method 'read' of '_io", "network"),
    ("hashlib", "hashes"),
    ("_hashlib", "hashes"),
    ("/sqlalchemy/", "SQLAlchemy"),
    ("/marshmallow/", "marshmallow"),
    ("/werkzeug/", "Flask and Werkzeug"),
    ("/flask", "Flask and Werkzeug"),
    ("/gunicorn/", "gunicorn"),
    ("/huey/", "huey"),
    ("/PIL/", "Pillow"),
    ("/json/", "JSON"),
    ("patrol_app/domain/", "patrol_app/domain"),
    ("patrol_app/ledger/", "patrol_app/ledger"),
    ("patrol_app/media/", "patrol_app/media"),
    ("patrol_app/sync/", "patrol_app/sync"),
    ("patrol_app/web/", "patrol_app/web"),
)


def profile(folder: Path, secret: str, desk: Desk, *, whole: bool) -> str:
    """Watch one worker take patrols from one phone, and give two tables in ms of processor time a patrol.

    Watching itself takes some, most of all where many small functions are called.
    """
    watched = folder / "profile"
    environ = {"WEB_WORKERS": "1", "BENCH_PROFILE": str(watched)}
    with serve(folder, secret, app="tests.bench.profiled:app", **environ) as served:
        patrols = desk.write(PATROLS)
        run(1, lambda: Client(served.port, desk.picture, whole=whole), "deliver", patrols)
    stats = pstats.Stats(str(watched)).stats  # type: ignore[attr-defined]
    own: defaultdict[str, float] = defaultdict(float)
    for (file, _, name), (_, _, own_s, _, _) in stats.items():
        own[_room(f"{file}{name}")] += own_s
    deepest = sorted(stats.items(), key=lambda item: item[1][3], reverse=True)
    functions = [
        (f"{file.rpartition('patrol_app/')[2]}:{name}", in_all_s)
        for (file, _, name), (_, _, _, in_all_s, _) in deepest
        if "patrol_app/" in file
    ]
    rooms = sorted(own.items(), key=lambda item: item[1], reverse=True)
    return f"{_table('own time', rooms)}\n\n{_table('with all it calls', functions[:FUNCTIONS])}"


def _room(address: str) -> str:
    return next((room for part, room in ROOMS if part in address), "Python's own and the rest")


def _table(title: str, rows: list[tuple[str, float]]) -> str:
    lines = (f"{seconds * 1000 / PATROLS:10.2f}  {name}" for name, seconds in rows)
    return "\n".join((f"ms/patrol   {title}", "---------   " + "-" * 40, *lines))
