"""Texts that people wrote, made safe to place: paragraphs, one-line forms, cut to a length."""

from __future__ import annotations

import re
import unicodedata

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_SPACES = re.compile(r"\s+")
_LAST_OF_PLANES = "".join(chr(plane * 0x10000 + each) for plane in range(17) for each in (0xFFFE, 0xFFFF))
_UNWANTED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_LAST_OF_PLANES}]+")
"""Control characters, lone surrogates and noncharacters, which no HTML or XML document may hold."""
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]+")
"""Direction marks; in a page each text is isolated, but a window title or a preview would be turned around."""


def clean(text: str) -> str:
    """The text without what a document may not hold.

    >>> clean("a\\x00b\\ufffec\\n")
    'abc\\n'
    """
    return text if text.isprintable() else _UNWANTED.sub("", text)


def paragraphs(text: str) -> list[str]:
    """Paragraphs of a plain text, parted by blank lines; single line ends stay inside.

    >>> paragraphs("a\\r\\nb\\n\\n\\nc")
    ['a\\nb', 'c']
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return [part.strip() for part in _BLANK_LINES.split(plain) if part.strip()]


def one_line(text: str, most: int) -> str:
    """The text on one line without direction marks, cut at a word to `most` characters.

    >>> one_line("Une  corvée\\nde ruelle", 14)
    'Une corvée de…'
    """
    plain = _SPACES.sub(" ", _DIRECTIONS.sub("", clean(text))).strip()
    if len(plain) <= most:
        return plain
    cut = plain[: most - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] or plain[most - 1] == " " else cut
    kept = cut if plain[most - 1] == " " else at_word
    return unicodedata.normalize("NFC", kept.rstrip(" ,;:.-–—") + "…")
