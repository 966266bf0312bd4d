"""The tiny study: six cities, three years, four indicators."""

import pytest
from tests.studies import write_study

import resilmeter as rm


@pytest.fixture
def tiny(tmp_path):
    """Load the tiny study with other keys."""

    def load(*overrides, **texts):
        return rm.Study.load(write_study(tmp_path / "study", **texts), overrides)

    return load
