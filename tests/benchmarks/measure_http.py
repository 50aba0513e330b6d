"""Measures answers of a real server over kept-alive connections and prints medians; asserts nothing.

Run `python -m tests.benchmarks.measure_http [--requests N]`: N requests of each kind, in milliseconds from asking to
the last byte, uncompressed. It serves what is shipped, demonstration included, from a throw-away folder.

With `--size 1000000` it serves a made-up country of that size besides (see `peers.population`), asks the questions of
`peers.workload` and words as they are typed, and counts the answers in a second of one server process. The floors at a
million: cells 6 ms and 250 in a second, search and facets 8 ms, words 10 ms. `--folder` keeps the database there.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import statistics
import threading
import time
from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlencode, urlsplit

from tests.benchmarks.peers.population import WORDS, Population
from tests.benchmarks.peers.workload import Question, questions
from tests.benchmarks.serving import Served, country, say, say_line, say_load, serving

_IDLE_S = 5  # a server that has just said Ready still makes screens and basemap ready
_PAGES = 100
_WARM = 10
_CAUSES = ("food", "nature", "repair", "learning")
_CENTRES = tuple(f"{45.4 + north / 100:.2f},{-73.8 + east / 100:.2f}" for north in range(10) for east in range(10))
_COUNT, _SECONDS, _CONNECTIONS = 200, 10, 4
_TYPED = ("trois-riv", "H2R", "saint", "quebec", "halif", "van", "rosemont", "45.5,-73.6", "winnipeg", "sher")


class Connection:
    """One kept-alive connection. The standard library's client: others cost as much as the answers measured."""

    def __init__(self, address: str) -> None:
        self._http = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)

    def get(self, path: str) -> bytes:
        """The body of an answer; stops at any other status than 200."""
        self._http.request("GET", path)
        answer = self._http.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status} from {path}")
        return body

    def time_ms(self, path: str) -> float:
        """How long an answer takes."""
        began = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - began) * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--size", type=int, default=0)
    parser.add_argument("--folder")
    given = parser.parse_args()
    requests = min(max(given.requests, 1), 10_000)
    with country(given.size, given.folder) as (folder, population), serving(folder) as server:
        time.sleep(_IDLE_S)
        connection = Connection(server.address)
        asked = _of_country(population) if population else _questions(connection)
        for name, paths in asked.items():
            _measure(connection, name, paths, requests)
        if population:
            _measure_rate(server, asked["cells"])
        say("memory of the server (MB, resident)", [server.resident_mb()])
    say_load()


def _questions(connection: Connection) -> dict[str, Sequence[str]]:
    """Addresses by the name of what is measured; all differ, so that no answer is simply kept."""
    return {
        "page of an initiative": [f"/initiatives/{quote(slug)}?lang=fr" for slug in _slugs(connection)],
        "cells": [f"/api/v1/cells?bbox=-74,45.4,-73.{edge},45.8&zoom={zoom}" for edge in range(10) for zoom in (9, 11)],
        "search": [f"/api/v1/search?near={here}&within=25&cause={cause}" for here, cause in _around()],
        "facets": [f"/api/v1/facets?near={here}&within=25&cause={cause}" for here, cause in _around()],
        "places": [f"/api/v1/places?q={quote(words)}" for words in _TYPED],
    }


def _of_country(population: Population) -> dict[str, Sequence[str]]:
    """The questions that engines are compared by, as addresses; and words as far as they are typed."""
    found: dict[str, Sequence[str]] = {}
    for kind in ("cells", "search", "facets"):
        asked = questions(kind, population, _COUNT)
        found[kind] = [f"/api/v1/{kind}?{urlencode(each.filters.to_query() | _view(each))}" for each in asked]
    typed = [word[:letters] for word in WORDS[:40].tolist() for letters in range(1, len(word) + 1)]
    typed += [f"{word} {other[:2]}" for word, other in itertools.pairwise(WORDS[:40].tolist())]
    found["words (q)"] = [f"/api/v1/search?{urlencode({'q': words})}" for words in dict.fromkeys(typed)]
    found["words (q), count alone"] = [path + "&limit=1" for path in found["words (q)"]]
    return found


def _view(question: Question) -> dict[str, str]:
    """A view's box and zoom."""
    if question.kind != "cells":
        return {}
    box = question.box
    return {"bbox": f"{box.west},{box.south},{box.east},{box.north}", "zoom": str(question.zoom)}


def _measure_rate(server: Served, paths: Sequence[str]) -> None:
    """Several connections ask as fast as they are answered."""
    ends, before = time.perf_counter() + _SECONDS, server.cpu_s()
    counts = [0] * _CONNECTIONS

    def ask(place: int) -> None:
        connection = Connection(server.address)
        for path in itertools.cycle(paths[place::_CONNECTIONS]):
            if time.perf_counter() > ends:
                return
            connection.get(path)
            counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(_CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cpu_ms = (server.cpu_s() - before) / sum(counts) * 1000
    said = f"{_CONNECTIONS} connections, {cpu_ms:.2f} ms of CPU each"
    say_line(f"{'cells in a second':<24} {sum(counts) / _SECONDS:6.0f}  ({said})")


def _slugs(connection: Connection) -> Iterable[str]:
    """Published initiatives, half of them of the demonstration set."""
    for demonstration in ("true", "false"):
        found = json.loads(connection.get(f"/api/v1/search?limit={_PAGES // 2}&demonstration={demonstration}"))
        yield from (feature["properties"]["slug"] for feature in found["features"])


def _around() -> Iterable[tuple[str, str]]:
    return zip(_CENTRES, itertools.cycle(_CAUSES))


def _measure(connection: Connection, name: str, paths: Sequence[str], requests: int) -> None:
    asked = itertools.cycle(paths)
    for path in itertools.islice(asked, _WARM):
        connection.get(path)
    taken = sorted(connection.time_ms(path) for path in itertools.islice(asked, requests))
    p95 = taken[min(int(0.95 * len(taken)), len(taken) - 1)]
    say_line(f"{name:<24} p50 {statistics.median(taken):6.1f} ms  p95 {p95:6.1f} ms  ({len(taken)} requests)")


if __name__ == "__main__":
    main()
