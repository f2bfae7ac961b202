"""Requests for lists and the calendar beside bare ones, from one server in one run."""

import os
import socket
import subprocess
import sys
import time

from django.utils import timezone

from benchmarks.lists import Listed
from benchmarks.measure import milliseconds, spread

HELLO, ONE_QUERY = "hello", "page with one query"  # the limits
LIMITS = {HELLO: "/bench/hello/", ONE_QUERY: "/bench/page/"}
# name → (address, beside what)
OFFERS = {
    "list, kept for visitors": ("/offers/", HELLO),
    "list, not kept": ("/bench/offers/", ONE_QUERY),
}
EVENTS = {
    "list, kept for visitors": ("/events/", HELLO),
    "list, not kept": ("/bench/events/", ONE_QUERY),
    "month, kept for visitors": (f"/events/{timezone.localdate():%Y-%m}/", HELLO),
    "month, not kept": (f"/bench/events/{timezone.localdate():%Y-%m}/", ONE_QUERY),
}
A_TURN = 50  # requests of one kind before the next kind's turn


def pages(listed: Listed, count: int, asked: dict[str, tuple[str, str]], rounds: int) -> dict:
    """Milliseconds a request to each page, and its rate of requests over that of its limit."""
    listed.ensure(count)
    paths = LIMITS | {name: path for name, (path, _limit) in asked.items()}
    port = _free_port()
    command = f"gunicorn gin.wsgi --bind 127.0.0.1:{port} --worker-class gthread --threads 4"
    server = subprocess.Popen(
        [sys.executable, "-m", *command.split(), "--log-level", "error"],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "BENCH_DATABASE": listed.database(count),
        },
    )
    try:
        client = _connect(port)
        times: dict[str, list[float]] = {name: [] for name in paths}
        for number in range(rounds + 1):
            for name, path in paths.items():
                taken = [milliseconds(lambda path=path: _get(client, path)) for _ in range(A_TURN)]
                times[name] += taken if number else []
    finally:
        server.terminate()
        server.wait()
    found = {name: spread(taken) for name, taken in times.items()}
    return {
        "milliseconds": found,
        "rates": {
            f"{name}, over {limit}": _rate(found, name, limit)
            for name, (_path, limit) in asked.items()
        },
    }


def _rate(found: dict, name: str, limit: str) -> float:
    return round(found[limit]["median"] / found[name]["median"], 2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _connect(port: int) -> socket.socket:
    for _attempt in range(300):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise SystemExit("The server of the benchmark did not start.")


def _get(client: socket.socket, path: str) -> None:
    """One request on a connection that stays open; the client does next to nothing itself."""
    client.sendall(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += client.recv(65_536)
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().split("\r\n")
    if " 200 " not in lines[0]:
        raise SystemExit(f"{path}: {lines[0]}")
    length = next(int(line.split(":")[1]) for line in lines if line.startswith("content-length"))
    received = len(body)
    while received < length:
        received += len(client.recv(65_536))
