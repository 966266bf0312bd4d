"""Packed numbers: read back as they were rounded, in every size a page meets."""

from __future__ import annotations

import base64
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resilmeter.present.explorer.packed import packed, unpacked


def test_bytes_by_hand():
    # 300 = 30000e-2: 30000 = 0x7530, so low 0x30, middle 0x75, high 0; -2 is 0xfe in one byte.
    plain = zlib.decompress(base64.b64decode(packed([300.0])["data"]))
    assert plain == bytes([0x30, 0x75, 0x00, 0xFE])


@pytest.mark.parametrize(
    ("given", "back"),
    [
        (0.0, 0.0), (-0.0, 0.0), (9.999996, 10.0), (-12345.6, -12346.0), (0.3, 0.3),
        (1e-121, 0.0), (123456789.0, 123460000.0), (-1e-7, -1e-7),
    ],
)  # fmt: skip
def test_single_numbers(given, back):
    assert unpacked(packed([given])).tolist() == [back]


@pytest.mark.parametrize("given", [float("nan"), float("inf"), -1e121])
def test_what_has_no_exponent_is_no_number(given):
    assert np.isnan(unpacked(packed([given]))).all()


@given(st.floats(1e-100, 1e100), st.sampled_from([-1.0, 1.0]), st.integers(2, 9))
def test_rounding_to_significant_digits(size, sign, digits):
    """Half a unit of the last digit at most, and one step of double precision for the power."""
    value = sign * size
    allowed = abs(value) * (0.5 * 10.0 ** (1 - digits) + 1e-14)
    assert abs(unpacked(packed([value], digits))[0] - value) <= allowed


def test_shape_is_kept():
    values = np.arange(24.0).reshape(2, 3, 4)
    np.testing.assert_array_equal(unpacked(packed(values)), values)


def test_many_equal_numbers_take_little_room():
    assert len(packed(np.zeros(100_000))["data"]) < 1000
