"""How the product is served by gunicorn: a few threads, small requests, nothing of people in logs."""

import gc
import os
import socket
import struct

from gunicorn.arbiter import Arbiter

from patrol_app.spread import Spread, SpreadingWorker

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"

# A certificate with its key in one file: then this server speaks TLS itself, as beside a phone in the same network.
# In front of an installation a proxy does.
certfile = os.environ.get("TLS_PEM") or None

# Threads, because phones on weak networks are slow and hold a request for minutes; two processes
# use two cores. SQLite takes one writer at a time, so more would only queue.
worker_class = "patrol_app.patience.PatientWorker"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 16

# A worker that is told to stop first finishes what it was given; phones try the rest again.
graceful_timeout = 30
keepalive = 15

# Our addresses and headers are short; the longest is the metadata of an upload.
limit_request_line = 2048
limit_request_fields = 60
limit_request_field_size = 4096

# An address and its time tell where somebody was. What matters is in the ledger.
accesslog = None
errorlog = "-"

# Uploads and the database belong to the server alone.
umask = 0o077

# Nobody talks to it, and a second copy on the same machine would quarrel over it.
control_socket_disable = True

# Who stays silent in the middle of a request gives his thread back; a phone sends it again. Who drips instead is
# patrol_app/patience.py's affair.
SILENCE_MAX_S = int(os.environ.get("SILENCE_MAX_S", "20"))

# Python's own first one is 700.
GARBAGE_THRESHOLDS = (10_000, 10, 10)

_spread = Spread()


def pre_fork(_server: Arbiter, worker: SpreadingWorker) -> None:
    """Give a process its place among the others."""
    worker.place = _spread.take_place()


def child_exit(_server: Arbiter, worker: SpreadingWorker) -> None:
    """Take it back, however the process has ended."""
    worker.place.leave()


def post_worker_init(_worker: SpreadingWorker) -> None:
    """Leave what is loaded out of the search for garbage, and search less often: a call makes thousands of objects."""
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)


def when_ready(server: Arbiter) -> None:
    """Limit every wait for a byte; connections inherit it from the socket they came in by (socket(7))."""
    limit = struct.pack("ll", SILENCE_MAX_S, 0)
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
