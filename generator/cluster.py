"""An existing Dask cluster as those who work. The only door to distributed, which is an extra (`make dask`).

Its workers have this program installed and see the same folders under the same paths. Reading a file takes a child
process of its own, so workers must not be daemons themselves (`DASK_DISTRIBUTED__WORKER__DAEMON=False`).
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from typing import Final

from distributed import Client
from distributed.comm import get_address_host_port
from distributed.scheduler import KilledWorker

from generator.records.errors import ContentError, Problem
from generator.workers import Crew

_PATIENCE: Final = 30


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Crew]:
    """Give the workers of the cluster whose scheduler is at `address`. Raises `ContentError` when there are none.

    Dask itself does the tasks of a lost worker again, elsewhere; `KilledWorker` says that one has ended several.
    """
    try:
        # A client that finds nobody lingers for a minute, so somebody else knocks first.
        socket.create_connection(get_address_host_port(address), _PATIENCE).close()
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"连不上 Dask 调度器：{error}"
        raise ContentError([Problem(address, None, what, "请检查 --scheduler 的地址，或去掉它。")]) from None
    with client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise ContentError([Problem(address, None, "这个集群里没有工作进程。", "请先启动 dask worker。")])
        yield Crew(lambda: client.get_executor(pure=False), workers, (KilledWorker,), few=1)
