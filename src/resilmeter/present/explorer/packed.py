"""Numbers as a page carries them: rounded decimals, compressed, written as text."""

from __future__ import annotations

import base64
import math
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

DIGITS = 5
MOST_IN_THREE_BYTES = 6  # digits of whole numbers with a sign; four bytes hold 9
NOT_A_NUMBER = -128  # an exponent that no number is given


def packed(values: npt.ArrayLike, digits: int = DIGITS) -> dict[str, Any]:
    """Round numbers to significant digits and write them as compressed text.

    Parameters
    ----------
    values : float array
        Of any shape; NaN where there is no number.
    digits : int
        Significant digits to keep, at most 9.

    Returns
    -------
    dict
        "shape", and "data": base64 of the zlib-compressed bytes of ``m`` (three bytes up to 6
        digits, four beyond, lowest first) and ``e`` (one), all lowest bytes first, then all those
        above, and so on.

    Notes
    -----
    ``x = m 10^e`` with whole m of at most `digits` digits. Numbers below 1e-120 become 0; numbers
    above 1e120 and infinite ones have no exponent here and become NaN. Bytes of one kind stand
    together because that compresses best; the shape is that of `values`.

    Examples
    --------
    >>> unpacked(packed([0.123456, float("nan"), -2e7]))
    array([ 1.2346e-01,         nan, -2.0000e+07])
    """
    array = np.asarray(values, dtype=np.float64)
    whole, exponent = _decimal(array.ravel(), digits)
    wide = 3 if digits <= MOST_IN_THREE_BYTES else 4
    planes = [*(whole >> 8 * place & 255 for place in range(wide)), exponent & 255]
    plain = b"".join(plane.astype(np.uint8).tobytes() for plane in planes)
    text = base64.b64encode(zlib.compress(plain, 9)).decode("ascii")
    return {"shape": list(array.shape), "data": text}


def unpacked(given: dict[str, Any]) -> np.ndarray:
    """Read packed numbers back: what `decode.js` does in the page."""
    plain = zlib.decompress(base64.b64decode(given["data"]))
    count = math.prod(given["shape"])
    *low, high, exponent = np.frombuffer(plain, np.uint8).reshape(-1, count).astype(np.int64)
    whole = high.astype(np.int8).astype(np.int64) << 8 * len(low)
    for place, plane in enumerate(low):
        whole |= plane << 8 * place
    power = exponent.astype(np.int8).astype(np.int64)
    values = _value(whole, power)
    return np.where(power == NOT_A_NUMBER, np.nan, values).reshape(given["shape"])


def _value(whole: np.ndarray, power: np.ndarray) -> np.ndarray:
    """Give m 10^e, dividing where e is negative so that 3 10^-1 is 0.3 and not next to it."""
    scale = 10.0 ** np.abs(power)
    return np.asarray(np.where(power < 0, whole / scale, whole * scale), dtype=np.float64)


def _decimal(x: np.ndarray, digits: int) -> tuple[np.ndarray, np.ndarray]:
    """Split into whole numbers of so many digits and powers of ten."""
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.abs(x)
        known = size < 1e120  # False for NaN
        zero = size < 1e-120
        lead = np.floor(np.log10(np.where(known & ~zero, size, 1.0)))
    power = lead.astype(np.int64) - (digits - 1)
    whole = np.rint(np.where(known & ~zero, x, 0.0) * 10.0 ** (-power.astype(np.float64)))
    grown = np.abs(whole) >= 10**digits  # 9.99996 became 10.0000
    whole = np.where(grown, np.rint(whole / 10), whole).astype(np.int64)
    power = np.where(zero, 0, power + grown)
    return whole, np.where(known, power, NOT_A_NUMBER)
