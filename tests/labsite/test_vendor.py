"""The installed front-end packages are there, and no more of them is served than is named."""

import pytest
from django.contrib.staticfiles import finders

from labsite.vendor import VENDOR, VendorFinder


@pytest.mark.parametrize(
    "path", [f"{prefix}/{name}" for prefix, (_, names) in VENDOR.items() for name in names]
)
def test_each_named_file_is_installed(path):
    assert finders.find(path)


def test_an_unnamed_file_of_a_package_is_not_served():
    assert finders.find("vendor/bootstrap/css/bootstrap.css") is None


def test_what_is_collected_is_what_is_named():
    listed = {f"{storage.prefix}/{name}" for name, storage in VendorFinder().list([])}
    assert listed == {f"{prefix}/{name}" for prefix, (_, names) in VENDOR.items() for name in names}
