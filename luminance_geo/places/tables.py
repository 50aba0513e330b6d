"""Reading the shipped tables without pandas or geopandas, which would cost half a second at start-up."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from luminance_geo.settings import data_root


def read_table(name: str) -> pa.Table:
    """The shipped file `name` (such as `places/fsa`), as an Arrow table."""
    return pq.ParquetFile(data_root() / f"{name}.parquet").read(use_threads=False)


def read_rows(name: str) -> list[dict[str, Any]]:
    """The rows of the shipped file `name`, as dictionaries."""
    rows: list[dict[str, Any]] = read_table(name).to_pylist()
    return rows
