"""How the product is served by gunicorn: a few threads, small requests, nothing of people in logs."""

import os
import socket
import struct
import sys

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

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

# A writer gives Python's lock away at each statement, and Python lets whoever took it keep it for 5 ms, while all other
# writers wait for him (docs/bench.md).
SWITCH_EVERY_S = 0.0005


def post_fork(_server: Arbiter, _worker: Worker) -> None:
    """Let a thread that has asked the database go on soon."""
    sys.setswitchinterval(SWITCH_EVERY_S)


def when_ready(server: Arbiter) -> None:
    """Limit every wait for a byte; connections inherit it from the socket they came in by (socket(7))."""
    limit = struct.pack("ll", SILENCE_MAX_S, 0)
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
