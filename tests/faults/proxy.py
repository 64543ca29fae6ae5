"""A bad line between a phone and the real server, changed while it runs: slow, broken, mute, or somebody else's.

It reads only where a request begins and how long it is; all else goes through byte by byte.
"""

import asyncio
import random
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from tests.browser.server import find_free_port
from tests.faults.line import Break, Fault, How, Instead, Line, Request, Way

PIECE_BYTES = 65_536
#: On a slow line bytes come as they do in one packet.
PACKET_BYTES = 1_400
HEAD_MAX_BYTES = 65_536
PATIENCE_S = 10


class Broken(Exception):
    """This connection ends now."""


class Proxy:
    """One line to the server on this port; `seed` decides which requests break where the line's share asks for it."""

    def __init__(self, server_port: int, seed: int = 0) -> None:
        self.server_port = server_port
        self.port = find_free_port()
        self.url = f"http://localhost:{self.port}"
        self.line = Line()
        #: What is wrong with one request; asked once for each, in the line's own thread.
        self.mischief: Callable[[Request], Fault | None] = lambda _request: None
        #: All that was asked, in order, whatever became of it.
        self.asked: list[Request] = []
        #: What went through each way, in bytes.
        self.carried = {Way.UP: 0, Way.DOWN: 0}
        self._random = random.Random(seed)  # noqa: S311  chance that can be had again, no secret
        self._free_at = {Way.UP: 0.0, Way.DOWN: 0.0}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._listener: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.open()

    def open(self) -> None:
        """Take connections, from now on or again."""
        self._do(self._begin())

    def shut(self) -> None:
        """Refuse connections, and break off those there are."""
        self._do(self._end())

    def stop(self) -> None:
        """End for good."""
        self.shut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        self._loop.close()

    def decide(self, request: Request) -> Fault | None:
        """Say what happens to a request: what was ordered for it, else what the line's quality lets happen."""
        self.asked.append(request)
        if (ordered := self.mischief(request)) is not None:
            return ordered
        if self._random.random() >= self.line.broken:
            return None
        way = self._random.choice(list(Way))
        after = self._random.randrange(request.whole_bytes) if way is Way.UP else 0
        return Break(way, after, How.RESET)

    async def carry(self, size: int, way: Way) -> None:
        """Wait as long as so many bytes take on the line that all connections share."""
        self.carried[way] += size
        kbit_s = self.line.kbit_s(way)
        if kbit_s is None:
            return
        now_s = self._loop.time()
        self._free_at[way] = max(now_s, self._free_at[way]) + size * 8 / 1000 / kbit_s
        await asyncio.sleep(self._free_at[way] - now_s)

    def piece_bytes(self, way: Way) -> int:
        """Say how much is taken at once."""
        return PIECE_BYTES if self.line.kbit_s(way) is None else PACKET_BYTES

    def _do(self, work) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_S)

    async def _begin(self) -> None:
        self._listener = await asyncio.start_server(
            self._serve, "localhost", self.port, family=socket.AF_INET, limit=HEAD_MAX_BYTES
        )

    async def _end(self) -> None:
        # Who stands at the door is let in first, to be told at once; some kernels would leave him standing.
        await asyncio.sleep(0.05)
        if self._listener is not None:
            self._listener.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader, writer) -> None:
        task = asyncio.current_task()
        self._open.add(task)
        try:
            await _Connection(self, reader, writer).run()
        except asyncio.CancelledError:
            # By `shut`, which is all that ends a connection from outside.
            return
        finally:
            self._open.discard(task)


class _Connection:
    """One connection of the phone's and the one to the server that belongs to it."""

    def __init__(self, proxy: Proxy, phone_reader, phone_writer) -> None:
        self._proxy = proxy
        self._from = {Way.UP: phone_reader}
        self._to = {Way.DOWN: phone_writer}
        self._fault: Fault | None = None
        self._passed = {Way.UP: 0, Way.DOWN: 0}

    async def run(self) -> None:
        try:
            server = await asyncio.open_connection("localhost", self._proxy.server_port)
            self._from[Way.DOWN], self._to[Way.UP] = server
            async with asyncio.TaskGroup() as both:
                both.create_task(self._go_up())
                both.create_task(self._go_down())
        except* (Broken, OSError, asyncio.IncompleteReadError):
            pass
        finally:
            for writer in self._to.values():
                writer.close()

    async def _go_up(self) -> None:
        """Carry request after request; before each it is decided what becomes of it."""
        while True:
            head = await self._from[Way.UP].readuntil(b"\r\n\r\n")
            request = _read_head(head)
            self._fault = self._proxy.decide(request)
            self._passed = {Way.UP: 0, Way.DOWN: 0}
            await asyncio.sleep(self._proxy.line.latency_s)
            if isinstance(self._fault, Instead):
                await self._answer_instead(self._fault, request.whole_bytes - len(head))
            await self._pass(head, Way.UP)
            left = request.whole_bytes - len(head)
            while left > 0:
                left -= len(piece := await self._take(Way.UP, left))
                await self._pass(piece, Way.UP)

    async def _go_down(self) -> None:
        while True:
            await self._pass(await self._take(Way.DOWN), Way.DOWN)

    async def _take(self, way: Way, most_bytes: int = PIECE_BYTES) -> bytes:
        piece = await self._from[way].read(min(most_bytes, self._proxy.piece_bytes(way)))
        if not piece:
            raise Broken
        return piece

    async def _pass(self, piece: bytes, way: Way) -> None:
        fault = self._fault
        if isinstance(fault, Break) and fault.way is way:
            until = fault.after_bytes - self._passed[way]
            if until < len(piece):
                piece = await self._break(fault, piece, max(until, 0))
        self._passed[way] += len(piece)
        await self._proxy.carry(len(piece), way)
        self._to[way].write(piece)
        await self._to[way].drain()

    async def _break(self, fault: Break, piece: bytes, until: int) -> bytes:
        """Let the bytes before the break through; give what goes on where only a byte is another one."""
        if fault.how is How.FLIP:
            self._fault = None
            return piece[:until] + bytes([piece[until] ^ 1]) + piece[until + 1 :]
        self._to[fault.way].write(piece[:until])
        await self._to[fault.way].drain()
        if fault.how is How.SILENCE:
            await asyncio.Event().wait()
        if fault.how is How.RESET:
            for writer in self._to.values():
                _reset(writer)
        raise Broken

    async def _answer_instead(self, fault: Instead, body_bytes: int) -> None:
        # Read to its end: who is cut off while he sends does not hear the answer.
        await self._from[Way.UP].readexactly(body_bytes)
        self._to[Way.DOWN].write(fault.answer)
        await self._to[Way.DOWN].drain()
        raise Broken


def _read_head(head: bytes) -> Request:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    said = dict(line.lower().split(": ", 1) for line in lines if line)
    length = int(said.get("content-length", 0))
    return Request(method, path, len(head) + length, time.monotonic())


def _reset(writer: asyncio.StreamWriter) -> None:
    """Throw the connection away so that the other side is told of a reset, not of an end (socket(7), SO_LINGER)."""
    with suppress(OSError):
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()
