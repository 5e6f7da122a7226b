"""A library's C functions, taking and giving addresses as plain numbers: a page asks thousands of times."""

from __future__ import annotations

import ctypes
from typing import Any


class PlainCalls:
    """The functions of a ctypes module by their names, with every pointer as a number (none: 0 or `None`)."""

    def __init__(self, module: object) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a foreign function
        function = getattr(self._module, name)
        gives, *takes = (
            ctypes.c_void_p if hasattr(kind, "contents") else kind for kind in (function.restype, *function.argtypes)
        )
        plain = ctypes.CFUNCTYPE(gives, *takes)(ctypes.cast(function, ctypes.c_void_p).value or 0)
        setattr(self, name, plain)
        return plain
