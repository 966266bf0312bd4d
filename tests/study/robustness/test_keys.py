"""What the command is asked to try, as keys of the study."""

import tomllib

import pytest

from resilmeter.errors import UsageError
from resilmeter.study.robustness.keys import over_text


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ("weigh.method=critic,equal", ["critic", "equal"]),
        ("weigh.method=critic", ["critic"]),
        ("data.first_period=2009,2012", [2009, 2012]),
        ("score.exponent=0.5, -1", [0.5, -1]),
        ("prepare.interpolate.max_gap=3,any", [3, "any"]),
        ("prepare.treat.percentiles=[1,99],[5,95]", [[1, 99], [5, 95]]),
        ("prepare.interpolate.extrapolate=true,false", [True, False]),
        ('data.missing=["n,a"],[]', [["n,a"], []]),
    ],
)
def test_values_are_read_as_toml_else_as_text(given, values):
    text = over_text((given,))
    key = given.partition("=")[0]
    assert tomllib.loads(text)["robustness"]["over"] == {key: values}


@pytest.mark.parametrize("given", ["weigh.method", "=a", "weigh.method=", " = "])
def test_a_key_without_values_is_refused(given):
    with pytest.raises(UsageError, match="Write a key and the values to try"):
        over_text((given,))
