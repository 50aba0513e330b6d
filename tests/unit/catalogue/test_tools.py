"""A process answers with numpy at once, and with compiled loops once they are ready."""

from __future__ import annotations

import logging
from threading import Event

import pytest

from luminance_geo.catalogue.blocks import compiled, tools
from luminance_geo.catalogue.blocks.compiled import COMPILED
from luminance_geo.catalogue.blocks.tools import NUMPY, compile_aside, loops, ready


@pytest.fixture(autouse=True)
def _as_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "_ready", [NUMPY])
    monkeypatch.setattr(tools, "_aside", [])


def _compile() -> None:
    thread = compile_aside()
    assert thread is not None
    thread.join()


def test_compiled_loops_follow_numpy() -> None:
    assert ready() is NUMPY
    _compile()
    assert ready() is COMPILED
    assert compile_aside() is None, "once is enough"


def test_without_the_extra_numpy_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "find_spec", lambda name: None)
    assert compile_aside() is None
    assert ready() is NUMPY


def test_what_cannot_be_compiled_is_said_and_numpy_stays(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ImportError("no such machine code")

    monkeypatch.setattr(compiled, "warm", fail)
    with caplog.at_level(logging.ERROR):
        _compile()
    assert ready() is NUMPY
    assert "no such machine code" in caplog.text


def test_what_answers_is_said_while_loops_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = Event()
    monkeypatch.setattr(compiled, "warm", go_on.wait)
    thread = compile_aside()
    assert thread is not None
    assert (loops(), ready()) == ("compiling", NUMPY)
    assert compile_aside() is None, "one thread is enough"
    go_on.set()
    thread.join()
    assert loops() == "compiled"
