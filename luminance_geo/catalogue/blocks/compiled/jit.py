"""What all loops share: how they are compiled, and the processor's own popcount."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit, types
from numba.extending import intrinsic

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Machine code for the types first met, kept on disk; other threads run on while it does.

    Floating point stays exact (no reordering), so that answers are those of numpy to the last bit.
    """
    return cast(F, njit(cache=True, nogil=True, error_model="numpy")(function))


def _popcount(_context: Any, _word: Any) -> Any:
    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), code


def _lowest(_context: Any, _word: Any) -> Any:
    def code(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], context.get_constant(types.boolean, 0))

    return types.uint64(types.uint64), code


popcount: Callable[[Any], Any] = cast(Any, intrinsic(_popcount))
"""How many bits of an unsigned 64-bit word are set; inside loops only."""
lowest: Callable[[Any], Any] = cast(Any, intrinsic(_lowest))
"""The place of the lowest bit that is set in an unsigned 64-bit word, 64 without one; inside loops only."""
