"""Memory that large work leaves behind: the C library keeps what was freed, hundreds of MB after reading a million."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> bool:
    """Return freed memory to the system where the C library can (glibc); whether there was any."""
    if sys.platform != "linux":
        return False
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return bool(trim and trim(0))
