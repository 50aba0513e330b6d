"""Measures the dashboard in a real browser and prints medians; asserts nothing.

Run `python -m tests.benchmarks.measure_browser [--rounds N]`: start-up to `Ready:`, idle memory, first load to marks
drawn, filter change to redrawn, a pan's end to drawn; in milliseconds unless said. It serves what is shipped,
demonstration included, from a throw-away folder. Loads and filter changes take turns with those of a peer, a plain page
with one folium map (`plain_peer.py`), since the same machine is half as fast at another hour: the ratio tells more.

With `--size 1000000` it serves a made-up country of that size besides (see `peers.population`); `--folder` keeps its
database there. The floors at a million: pan's end to drawn 60 ms, filter to drawn 250 ms, memory 1.2 GB.
"""

from __future__ import annotations

import argparse
import os
import shutil
import time
from collections.abc import Callable
from statistics import median

from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright

from tests.benchmarks.serving import country, peer_serving, say, say_line, say_load, serving
from tests.services import BROWSERS

_MARKS = ".lum-mark"
_PEER_MARKS = "path.leaflet-interactive"
_IDLE_S = 5
_NEAR = "/?near=H2R&within=5"
# In the map's frame: the absolute time at which two frames are painted once there are marks.
_FIRST_MARKS_PAINTED = """(marks) => new Promise((done) => {
  const painted = () => requestAnimationFrame(() => done(performance.timeOrigin + performance.now()));
  const look = () => requestAnimationFrame(document.querySelector(marks) ? painted : look);
  look();
})"""
# Resolves when the map has answered: it says that it is busy, then that it is not, then two frames are painted.
_NEXT_DRAWING = """() => new Promise((done, fail) => {
  const map = document.querySelector(".st-key-map iframe").contentWindow;
  const container = map.document.querySelector("[aria-busy]");
  let busy = false;
  const watcher = new map.MutationObserver((changes) => {
    busy ||= changes.some((change) => change.oldValue === "true") || container.ariaBusy === "true";
    if (!busy || container.ariaBusy === "true") return;
    watcher.disconnect();
    map.requestAnimationFrame(() => map.requestAnimationFrame(() => done(performance.now())));
  });
  watcher.observe(container, { attributeFilter: ["aria-busy"], attributeOldValue: true });
  setTimeout(() => fail(new Error("nothing was drawn")), 20000);
})"""
# The same of the next movement, in milliseconds since it ended, 0 when the marks of where it ends were painted before:
# what will be in view is asked for when it begins, and what is while a hand drags.
_MOVEMENT_DRAWN = """() => new Promise((done, fail) => {
  const frame = document.querySelector(".st-key-map iframe").contentWindow, { map } = frame;
  const drawn = [];
  let ended = 0;
  const look = () => {
    const last = ended && drawn.find(({ bounds }) => bounds.equals(map.getBounds(), 1e-9));
    if (!last) return;
    map.off("lum:drawn", note);
    done(Math.max(0, last.at - ended));
  };
  const note = ({ bounds }) => frame.requestAnimationFrame(() => frame.requestAnimationFrame(() => {
    drawn.push({ bounds, at: performance.now() });
    look();
  }));
  map.on("lum:drawn", note);
  map.once("moveend", () => { ended = performance.now(); look(); });
  setTimeout(() => fail(new Error("nothing was drawn")), 20000);
})"""
# The same for the peer, which is never busy: its marks are taken away and put anew.
_PEER_DRAWING = f"""() => new Promise((done, fail) => {{
  const map = document.querySelector(".st-key-map iframe").contentWindow;
  const watcher = new map.MutationObserver(() => {{
    if (!map.document.querySelector("{_PEER_MARKS}")) return;
    watcher.disconnect();
    map.requestAnimationFrame(() => map.requestAnimationFrame(() => done(performance.now())));
  }});
  watcher.observe(map.document.querySelector(".leaflet-overlay-pane"), {{ childList: true, subtree: true }});
  setTimeout(() => fail(new Error("nothing was drawn")), 20000);
}})"""
_NOTE_GESTURE = (
    "addEventListener('pointerdown', () => { window.begun = performance.now() }, { once: true, capture: true })"
)


def _chromium() -> str | None:
    return os.environ.get("LUMINANCE_TEST_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--size", type=int, default=0)
    parser.add_argument("--folder", help="where the database of a made-up country is kept")
    given = parser.parse_args()
    rounds = given.rounds
    with country(given.size, given.folder) as (folder, _):
        with serving(folder):
            pass  # the first start fills the database; what follows is warm
        started = time.perf_counter()
        with serving(folder) as server:
            say("start-up to Ready (warm)", [(time.perf_counter() - started) * 1000])
            time.sleep(_IDLE_S)
            say("idle memory (MB, resident)", [server.resident_mb()])
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"]
                )
                with peer_serving(server.address) as peer:
                    _against_the_peer(browser, server.address, peer, rounds)
                _pan(browser, server.address, rounds)
                browser.close()
            say("memory after the visits (MB, resident)", [server.resident_mb()])
    say_load()


def _against_the_peer(browser: Browser, address: str, peer: str, rounds: int) -> None:
    loads = [(_first_load(browser, address, _MARKS), _first_load(browser, peer, _PEER_MARKS)) for _ in range(rounds)]
    _say_both("first load to marks drawn", loads)
    ours = _open(browser, address + _NEAR, _MARKS)
    theirs = _open(browser, peer, _PEER_MARKS)
    filters = [
        (_until_drawn(ours, _pill(ours), _NEXT_DRAWING), _until_drawn(theirs, _pill(theirs), _PEER_DRAWING))
        for _ in range(rounds)
    ]
    _say_both("filter change to marks redrawn", filters)


def _pan(browser: Browser, address: str, rounds: int) -> None:
    page = _open(browser, address + _NEAR, _MARKS)
    container = page.frame_locator(".st-key-map iframe").locator(".leaflet-container")
    keys = [_since_it_ended(page, lambda: container.press("ArrowRight")) for _ in range(rounds)]
    drags = [_since_it_ended(page, lambda: _drag(page, container)) for _ in range(rounds)]
    say("a pan by a key, its end to marks drawn", keys)
    say("a drag let go at rest, its end to marks drawn", drags)


def _since_it_ended(page: Page, act: Callable[[], None]) -> float:
    page.wait_for_timeout(700)
    page.evaluate(f"() => {{ window.drawn = ({_MOVEMENT_DRAWN})() }}")  # not awaited here
    act()
    return float(page.evaluate("window.drawn"))


def _drag(page: Page, container: Locator) -> None:
    box = container.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.7, box["y"] + 40
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 90, y, steps=9)
    page.wait_for_timeout(300)
    page.mouse.up()


def _pill(page: Page) -> Callable[[], None]:
    return page.locator(".st-key-causes button").nth(1).click


def _say_both(name: str, pairs: list[tuple[float, float]]) -> None:
    say(name, [ours for ours, _ in pairs])
    say("  the same in the plain page", [theirs for _, theirs in pairs])
    say_line(f"  ratio of the medians{median(a for a, _ in pairs) / median(b for _, b in pairs):>31.2f}")


def _first_load(browser: Browser, address: str, marks: str) -> float:
    """From the start of the navigation to the first painted marks, with an empty cache, in the browser's own clock.

    A locator's waiting would not do: it asks only every half second.
    """
    page = _new_page(browser)
    page.goto(address, wait_until="commit")
    frame = page.wait_for_selector(".st-key-map iframe", state="attached").content_frame()
    assert frame is not None
    painted = frame.evaluate(_FIRST_MARKS_PAINTED, marks)
    taken = painted - page.evaluate("performance.timeOrigin")
    page.context.close()
    return float(taken)


def _new_page(browser: Browser) -> Page:
    size = ViewportSize(width=1280, height=800)
    return browser.new_context(viewport=size, locale="fr-CA", reduced_motion="reduce").new_page()


def _open(browser: Browser, address: str, marks: str) -> Page:
    page = _new_page(browser)
    page.goto(address)
    page.frame_locator(".st-key-map iframe").locator(marks).first.wait_for()
    return page


def _until_drawn(page: Page, act: Callable[[], None], next_drawing: str) -> float:
    """From the gesture to the painted marks, in the browser's own clock."""
    page.wait_for_timeout(700)
    page.evaluate(f"() => {{ window.drawn = ({next_drawing})() }}")  # not awaited here
    page.evaluate(_NOTE_GESTURE)
    begun = page.evaluate("() => { window.begun = 0; return performance.now() }")
    act()
    drawn = page.evaluate("window.drawn")
    return float(drawn - (page.evaluate("window.begun") or begun))


if __name__ == "__main__":
    main()
