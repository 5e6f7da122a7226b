"""A library's C functions without what ctypes usually does around a call: a page asks thousands of times."""

from __future__ import annotations

import ctypes
from typing import Any


class PlainCalls:
    """The functions and constants of a ctypes module by their names.

    Only for functions that return at once: meanwhile no other thread runs.

    The first `addresses` arguments are addresses as plain numbers (none: 0 or `None`), and so are addresses given
    back. All others go as they are: small numbers, and what `ctypes.byref` gives.
    """

    def __init__(self, module: object, addresses: int) -> None:
        self._module, self._addresses = module, addresses

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a foreign function
        function = getattr(self._module, name)
        if isinstance(function, int):
            setattr(self, name, function)
            return function
        gives = ctypes.c_void_p if hasattr(function.restype, "contents") else function.restype
        kind = ctypes.PYFUNCTYPE(gives, *[ctypes.c_void_p] * self._addresses)
        plain = kind(ctypes.cast(function, ctypes.c_void_p).value or 0)
        setattr(self, name, plain)
        return plain
