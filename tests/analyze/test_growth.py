"""Growth of the mean index and its parts, and the reasons why there may be none."""

import pytest

import resilmeter as rm

# Powers and quotients of a few numbers in double precision.
ROUNDING = 1e-13

KEYS = ["level", "group", "dimension"]
RATES = [
    "total_growth", "compound_yearly_growth", "mean_of_yearly_rates", "simple_yearly_growth",
]  # fmt: skip


@pytest.fixture
def one_town(score_by_hand):
    """Score one town whose index is .1, .2, .15 over three years."""

    def score(series=(0.1, 0.2, 0.15), periods=(2020, 2021, 2022), **options):
        rows = [[value] for value in series]
        return score_by_hand(
            {"Ash": rows}, dimensions=["A"], weights=[1.0], periods=periods, **options
        )

    return score


def row(table, *keys):
    return table.set_index(KEYS).loc[keys]


def test_the_four_forms_by_hand(one_town):
    total = row(rm.growth(one_town()).total, "total", "", "")
    assert total["first"] == pytest.approx(0.1, abs=ROUNDING)
    assert total["last"] == pytest.approx(0.15, abs=ROUNDING)
    assert (total["start"], total["end"], total["note"]) == (2020, 2022, "")
    assert total["change"] == pytest.approx(0.05, abs=ROUNDING)
    assert total["total_growth"] == pytest.approx(1 / 2, abs=ROUNDING)
    assert total["simple_yearly_growth"] == pytest.approx(1 / 4, abs=ROUNDING)
    assert total["mean_of_yearly_rates"] == pytest.approx((1 - 1 / 4) / 2, abs=ROUNDING)
    assert total["compound_yearly_growth"] == pytest.approx(1.5**0.5 - 1, abs=ROUNDING)


def test_yearly_growth_is_from_the_period_before(one_town):
    yearly = rm.growth(one_town()).yearly.query("level == 'total'")
    assert yearly["period"].tolist() == [2021, 2022]
    assert yearly["growth"].tolist() == pytest.approx([1, -1 / 4], abs=ROUNDING)


def test_it_is_the_growth_of_the_mean_and_not_the_mean_of_growths(three_towns):
    # mean 2/3 to 1/2: -25 %; the towns grow by 0, +50 and -75 %, on average by -8.3 %
    total = row(rm.growth(three_towns).total, "total", "", "")
    assert total["total_growth"] == pytest.approx(-1 / 4, abs=ROUNDING)


def test_periods_four_years_apart_count_four_years(three_towns):
    total = row(rm.growth(three_towns).total, "group", "North", "")
    assert total["total_growth"] == pytest.approx(1 / 4, abs=ROUNDING)
    assert total["simple_yearly_growth"] == pytest.approx(1 / 16, abs=ROUNDING)
    assert total["compound_yearly_growth"] == pytest.approx(1.25**0.25 - 1, abs=ROUNDING)
    assert total["mean_of_yearly_rates"] == pytest.approx(1.25**0.25 - 1, abs=ROUNDING)


def test_every_level_has_a_row_and_every_step_a_rate(three_towns):
    tables = rm.growth(three_towns)
    assert tables.total.groupby("level").size().to_dict() == {
        "total": 1, "group": 2, "dimension": 2, "group-dimension": 4,
    }  # fmt: skip
    assert len(tables.yearly) == 9
    assert not tables.total.isna().to_numpy().any()  # a fall to zero in the South is -100 %
    fallen = row(tables.total, "group-dimension", "South", "A")
    assert fallen["total_growth"] == -1


def test_without_a_positive_base_growth_is_blank_with_the_reason(one_town):
    tables = rm.growth(one_town(series=(0.0, 0.2, 0.3)))
    total = row(tables.total, "total", "", "")
    assert total["note"] == "n/a: growth needs positive values (the last may be zero)"
    assert total[RATES].isna().all()
    assert (total["first"], total["last"]) == (0.0, pytest.approx(0.3))
    assert total["change"] == pytest.approx(0.3)
    assert tables.yearly.empty


def test_one_period_has_no_growth_and_says_so(one_town):
    tables = rm.growth(one_town(series=(0.5,), periods=(2020,)))
    assert (tables.total["note"] == "n/a: growth needs at least two periods").all()
    assert tables.total[RATES].isna().all(axis=None)
    assert (tables.total["change"] == 0).all()
    assert tables.yearly.empty
    assert list(tables.yearly.columns) == [*KEYS, "period", "growth"]
    assert "n/a" in repr(tables)


def test_scores_scaled_period_by_period_are_refused(one_town):
    text = "scores cannot be compared over time"
    with pytest.raises(rm.MethodError, match=f"^analyze.growth: {text}"):
        rm.growth(one_town(scope="per-period"))


def test_the_first_line_tells_years_and_form(one_town):
    assert repr(rm.growth(one_town())) == (
        "<GrowthTables: index 2020 to 2022: +37.50% a year (mean of rates)>"
    )
