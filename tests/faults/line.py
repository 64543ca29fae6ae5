"""What can be wrong with a line and with one request on it; `tests/faults/proxy.py` does it."""

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """From the phone to the server, or back."""

    UP = "up"
    DOWN = "down"


class How(StrEnum):
    """How a line breaks: an end, a reset (RFC 9293, RST), silence on an open line, or a byte that is another one."""

    END = "end"
    RESET = "reset"
    SILENCE = "silence"
    FLIP = "flip"


@dataclass(frozen=True)
class Line:
    """How good a line is: seconds there and back, kbit/s each way for all together, and the share of requests broken.

    None is as fast as the machine.
    """

    latency_s: float = 0
    up_kbit_s: float | None = None
    down_kbit_s: float | None = None
    broken: float = 0

    def kbit_s(self, way: Way) -> float | None:
        return self.up_kbit_s if way is Way.UP else self.down_kbit_s


@dataclass(frozen=True)
class Request:
    """One request as its first lines tell it; `begun_s` is `time.monotonic()`, `whole_bytes` counts head and body."""

    method: str
    path: str
    whole_bytes: int
    begun_s: float

    def is_for(self, method: str, path: str) -> bool:
        return self.method == method and self.path.startswith(path)


@dataclass(frozen=True)
class Break:
    """So many bytes of the request, or of its answer, go through; then the line breaks."""

    way: Way
    after_bytes: int
    how: How = How.END


@dataclass(frozen=True)
class Instead:
    """Somebody else answers; the server never hears of the request."""

    answer: bytes


Fault = Break | Instead

#: The server does what it was asked, and nobody hears that it did.
LOST = Break(Way.DOWN, 0, How.RESET)
#: The line stands and nothing comes.
MUTE = Break(Way.UP, 0, How.SILENCE)


def answer(status: str, body: str = "", **headers: object) -> Instead:
    """Give what a box on the way says; `_` in a header's name stands for `-`."""
    told = {"Content-Type": "text/html; charset=utf-8", "Connection": "close", **headers}
    lines = [f"{name.replace('_', '-')}: {said}" for name, said in told.items()]
    raw = body.encode()
    head = "\r\n".join([f"HTTP/1.1 {status}", *lines, f"Content-Length: {len(raw)}"])
    return Instead(f"{head}\r\n\r\n".encode() + raw)


#: A hotel's or a carrier's login page in place of every answer, or the way to it.
PORTAL = answer("200 OK", "<!doctype html><title>WiFi</title><p>请登录 WiFi")
PORTAL_ELSEWHERE = answer("302 Found", Location="http://portal.invalid/login")
#: What is no HTTP at all.
GARBAGE = Instead(b"\x15\x03\x01\x00\x02\x02\x46")


def busy(status: str, retry_after_s: int | None = None) -> Instead:
    """Give what a proxy in front of the server says when the server is away or has too much to do."""
    wait = {} if retry_after_s is None else {"Retry_After": retry_after_s}
    return answer(status, f"<html><h1>{status}</h1></html>", **wait)
