"""A load driver of the standard library: so many clients, each asking again as soon as it is answered."""

import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from bench.watches import percentiles


def drive(port: int, path: str, *, clients: int, seconds: float) -> dict[str, Any]:
    """Requests a second, their percentiles in milliseconds, and how many were not answered with 200."""
    times: list[float] = []
    failed: list[bytes] = []
    end = time.perf_counter() + seconds
    work = [threading.Thread(target=_ask, args=(port, path, end, times, failed.append)) for _ in range(clients)]
    start = time.perf_counter()
    for one in work:
        one.start()
    for one in work:
        one.join()
    took = time.perf_counter() - start
    return {"requests": len(times), "per_second": len(times) / took, "failed": len(failed), **percentiles(times or [0])}


def _ask(port: int, path: str, end: float, times: list[float], fail: Callable[[bytes], object]) -> None:
    question = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (start := time.perf_counter()) < end:
            connection.sendall(question)
            status = _answer(connection)
            times.append(1000 * (time.perf_counter() - start))
            if status != b"200":
                fail(status)


def _answer(connection: socket.socket) -> bytes:
    """Read one answer to its end; its status."""
    said = b""
    while b"\r\n\r\n" not in said:
        said += _more(connection)
    head, _blank, body = said.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next(int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:"))
    missing = length - len(body)
    while missing > 0:
        missing -= len(_more(connection))
    return head.split(b" ", 2)[1]


def _more(connection: socket.socket) -> bytes:
    if not (some := connection.recv(65536)):
        raise ConnectionError("the server hung up")
    return some
