"""A disk that is full, without a disk: the system refuses to let any file of this process grow past a size."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def files_no_bigger_than(size: int) -> Iterator[None]:
    """Within the block a write past `size` bytes fails, as on a full disk. Linux and macOS only."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
