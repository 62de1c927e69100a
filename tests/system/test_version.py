"""The version is one that the build and the backups can sort."""

import re

from system.version import PRODUCT, VERSION


def test_the_version_has_three_numbers_and_the_product_its_name() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert PRODUCT == "退役军人服务站前台"
