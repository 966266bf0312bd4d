"""The spread of experts: one comparison matrix each, as a choice among others."""

import json

import numpy as np
import pytest
from tests.studies import command, write_study

import resilmeter as rm

CODES = "abcd"
# Matrices without contradiction, w_i / w_j: each expert's weights are read off its first column.
EXPERTS = {"one.csv": (4, 3, 2, 1), "two.csv": (1, 2, 3, 4), "three.csv": (1, 1, 1, 1)}
OVER = {"weigh.comparisons": [["one.csv"], ["two.csv"], ["three.csv"]]}


@pytest.fixture
def study(tmp_path):
    path = write_study(tmp_path / "study")
    for name, w in EXPERTS.items():
        rows = [
            ",".join([code, *(f"{a}/{b}" for b in w)]) for code, a in zip(CODES, w, strict=True)
        ]
        text = "\n".join([f"item,{','.join(CODES)}", *rows])
        (path.parent / name).write_text(text, encoding="utf-8")
    return path


def load(path, *keys):
    return rm.Study.load(path, ("weigh.method=ahp", 'weigh.comparisons=["one.csv"]', *keys))


def test_each_expert_is_a_variant_with_the_weights_of_its_matrix(study):
    """Ranks are those of the scaled values times w / sum w."""
    own = rm.run(load(study))
    found = rm.vary(load(study), OVER)
    assert found.own == 1
    last = own.scaled.values.xs(2011, level="period")
    for variant, w in enumerate(EXPERTS.values(), start=1):
        index = last.to_numpy() @ (np.array(w) / sum(w))
        ranks = found.ranks[found.ranks["variant"] == variant].set_index("unit")["rank"]
        assert ranks.reindex(last.index).to_list() == (1 + (-index).argsort().argsort()).tolist()
    largest = found.claims[found.claims["claim"] == "largest-weight"]
    assert dict(zip(largest["value"], largest["holds"], strict=True)) == {
        "a": 1, "d": 1, "a + b + c + d": 1
    }  # fmt: skip


def test_experts_spread_beside_their_common_matrix(study):
    """The geometric mean of one and two is (2, sqrt 6, sqrt 6, 2): largest are b and c."""
    found = rm.vary(load(study), {"weigh.comparisons": [["one.csv", "two.csv"]]})
    assert found.claims.set_index("claim").loc["largest-weight", "value"] == "b + c"


def test_samples_draw_experts_as_often_as_each_other(study):
    found = rm.uncertainty(load(study), rm.Span(over=OVER), samples=300, sensitivity=False)
    counts = found.choices.set_index("choice")["variants"]
    # 300 draws of three: five standard errors of a share of one third are 41.
    assert counts.sub(100).abs().max() < 41
    assert len(counts) == 3


def test_the_files_of_all_experts_are_recorded(study, tmp_path):
    out = tmp_path / "out"
    over = 'weigh.comparisons=["one.csv"],["two.csv"],["none.csv"]'
    keys = ("weigh.method=ahp", 'weigh.comparisons=["one.csv"]', "present.figures=[]")
    sets = [word for key in keys for word in ("--set", key)]
    said = command("vary", study, "--over", over, *sets, "-o", out)
    assert said.code == 0, said.text
    inputs = json.loads((out / "run.json").read_text(encoding="utf-8"))["inputs"]
    assert list(inputs) == ["indicators.csv", "one.csv", "panel.csv", "two.csv"]
