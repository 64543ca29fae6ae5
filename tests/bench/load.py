"""Clients as cheap as can be: bare sockets that send what was made before, and time each patrol."""

import multiprocessing
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.bench.patrols import PHOTO_BYTES, Patrol, Photo

CLIENTS_A_PROCESS = 16
#: A body smaller than this goes out together with its head.
SMALL_BYTES = 65_536
_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Load:
    """What a load took: the wall's seconds in all, and each piece of work's own, in s."""

    wall_s: float
    each_s: list[float]

    @property
    def rate(self) -> float:
        """Give how many a second."""
        return len(self.each_s) / self.wall_s

    def share_ms(self, share: float) -> float:
        """Give the time in ms that this share of the work did not exceed."""
        ordered = sorted(self.each_s)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] * 1000


class Client:
    """One phone's connection; `picture` are the bytes that all photos begin with."""

    def __init__(self, port: int, picture: bytes, *, whole: bool) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._ours = f"Host: localhost:{port}\r\nOrigin: http://localhost:{port}\r\nX-Patrol: 1\r\n"
        self._picture = picture
        self._whole = whole

    def say_hello(self, _: object) -> None:
        """Ask for what costs the product least."""
        self._ask("GET /healthz", "", 200)

    def deliver(self, patrol: Patrol) -> None:
        """Send a patrol and its photos; it is in when the last answer has come."""
        cookie = f"Cookie: patrol={patrol.token}\r\n"
        json = f"{cookie}Content-Type: application/json\r\n"
        answer = self._ask("POST /api/v1/entries", json, 200, patrol.call)
        if answer.count(b'"accepted"') != 2:
            raise RuntimeError(answer.decode())
        for photo in patrol.photos:
            self._upload(cookie, photo)

    def _upload(self, cookie: str, photo: Photo) -> None:
        tus = f"{cookie}Tus-Resumable: 1.0.0\r\n"
        piece = "Content-Type: application/offset+octet-stream\r\n"
        new = f"{tus}Upload-Length: {PHOTO_BYTES}\r\nUpload-Metadata: {photo.metadata}\r\n"
        if self._whole:
            self._ask("POST /api/v1/media", new + piece, 201, self._picture, photo.tail)
            return
        self._ask("POST /api/v1/media", new, 201)
        at = f"{tus}{piece}Upload-Offset: 0\r\n"
        self._ask(f"PATCH {self._place}", at, 204, self._picture, photo.tail)

    def _ask(self, line: str, headers: str, wanted: int, *body: bytes) -> bytes:
        length = sum(map(len, body))
        head = f"{line} HTTP/1.1\r\n{self._ours}{headers}Content-Length: {length}\r\n\r\n"
        if length < SMALL_BYTES:
            self._socket.sendall(b"".join((head.encode(), *body)))
        else:
            self._socket.sendall(head.encode())
            for part in body:
                self._socket.sendall(part)
        return self._read(wanted)

    def _read(self, wanted: int) -> bytes:
        come = b""
        while b"\r\n\r\n" not in come:
            come += self._receive()
        head, _, body = come.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        said = dict(line.lower().split(": ", 1) for line in lines[1:])
        while len(body) < int(said.get("content-length", 0)):
            body += self._receive()
        if int(lines[0].split()[1]) != wanted:
            raise RuntimeError(f"{head.decode('latin-1')}\n{body.decode()}")
        self._place = said.get("location", "")
        return body

    def _receive(self) -> bytes:
        some = self._socket.recv(65_536)
        if not some:
            raise ConnectionError("the server hung up")
        return some


def run(clients: int, make: Callable[[], Client], ask: str, work: Sequence[object]) -> Load:
    """Let so many clients share the work, each taking every so manieth piece; raises what one of them raises."""
    processes = (clients + CLIENTS_A_PROCESS - 1) // CLIENTS_A_PROCESS
    shares = [list(work[number::clients]) for number in range(clients)]
    start = _FORK.Barrier(processes + 1)
    told = _FORK.SimpleQueue()
    running = [
        _FORK.Process(target=_run_some, args=(make, ask, shares[n::processes], start, told))
        for n in range(processes)
    ]
    for process in running:
        process.start()
    start.wait()
    begun = time.perf_counter()
    each_s = [second for _ in running for second in _told(told)]
    wall_s = time.perf_counter() - begun
    for process in running:
        process.join()
    return Load(wall_s, each_s)


def _told(told: "multiprocessing.SimpleQueue[tuple[list[float], str]]") -> list[float]:
    each_s, wrong = told.get()
    if wrong:
        raise RuntimeError(wrong)
    return each_s


def _run_some(make, ask, shares, start, told) -> None:
    clients = [make() for _ in shares]
    each_s: list[float] = []
    wrong: list[str] = []

    def go(client: Client, share: list[object]) -> None:
        send = getattr(client, ask)
        try:
            for piece in share:
                begun = time.perf_counter()
                send(piece)
                each_s.append(time.perf_counter() - begun)
        except (OSError, RuntimeError, ValueError) as error:
            wrong.append(repr(error))

    threads = [threading.Thread(target=go, args=pair) for pair in zip(clients, shares, strict=True)]
    start.wait()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.put((each_s, "".join(wrong[:1])))
