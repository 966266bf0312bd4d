"""The study file's model: documented, frozen, exported, and in step with the methods there are."""

from __future__ import annotations

import json
import tomllib
from typing import get_args

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError
from tests.studies import STUDY, command, write_study

from resilmeter.checking import check
from resilmeter.examples import EXAMPLES
from resilmeter.prepare import NORMALIZATIONS, Normalization, OutOfBounds, Outside, Scope
from resilmeter.read import RegionLookup
from resilmeter.read.regions import REGION_LOOKUPS
from resilmeter.scoring import SCORINGS, Scoring
from resilmeter.study import Study, new_study
from resilmeter.study.methods import TOPICS
from resilmeter.weighting import WEIGHTINGS, Weighting


def models(model: type[BaseModel]) -> set[type[BaseModel]]:
    found = {model}
    for field in model.model_fields.values():
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                found |= models(inner)
    return found


FIELDS = [
    (model, name) for model in sorted(models(Study), key=lambda m: m.__name__)
    for name in model.model_fields
]  # fmt: skip


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=str)
def test_every_key_says_what_it_is(model, name):
    description = model.model_fields[name].description
    assert description
    assert description.endswith(".")


def test_sections_are_all_there():
    assert {model.__name__ for model in models(Study)} == {
        "Study", "Data", "Exclude", "Prepare", "ImputeKeys", "InterpolateKeys", "TreatKeys",
        "NormalizeKeys", "CombineKeys", "Weigh", "Score", "Analyze", "InequalityKeys", "DriverKeys",
        "DriversKeys", "RobustnessKeys",
        "Present", "MapsKeys", "EventKeys",
        "ObstacleKeys", "WhatIfKeys", "GradeKeys", "ChangeKeys", "DynamicsKeys", "SpatialKeys",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "methods"),
    [(Weighting, WEIGHTINGS), (Scoring, SCORINGS), (Normalization, NORMALIZATIONS),
     (RegionLookup, REGION_LOOKUPS)],
)  # fmt: skip
def test_options_are_the_methods_there_are(options, methods):
    assert get_args(options) == tuple(methods)


@pytest.mark.parametrize(
    ("words", "options"),
    [(("prepare", "normalize", "scope"), Scope), (("prepare", "normalize", "outside"), Outside),
     (("data", "out_of_bounds"), OutOfBounds), (("weigh", "method"), Weighting),
     (("score", "method"), Scoring), (("prepare", "normalize", "method"), Normalization)],
)  # fmt: skip
def test_the_study_allows_what_the_verbs_allow(words, options):
    model = Study
    for word in words[:-1]:
        model = model.model_fields[word].annotation
    assert model.model_fields[words[-1]].annotation == options


def test_printed_schema_validates_the_examples(tmp_path):
    said = command("schema")
    assert said.code == 0
    schema = json.loads(said.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    for name in EXAMPLES:
        new_study(tmp_path / name, name)
        text = (tmp_path / name / "study.toml").read_text(encoding="utf-8")
        jsonschema.validate(tomllib.loads(text), schema)


def test_printed_schema_refuses_a_misspelt_key():
    schema = json.loads(command("schema").out)
    study = tomllib.loads(STUDY)
    jsonschema.validate(study, schema)
    with pytest.raises(jsonschema.ValidationError, match="wiegh"):
        jsonschema.validate(study | {"wiegh": {}}, schema)


def test_printed_schema_documents_every_key():
    schema = json.loads(command("schema").out)
    for section in (schema, *schema["$defs"].values()):
        for name, entry in section["properties"].items():
            behind = schema["$defs"].get(entry.get("$ref", "").rpartition("/")[2], {})
            assert entry.get("description") or behind.get("description"), name


def test_study_as_run_comes_back_the_same(tmp_path):
    study = Study.load(write_study(tmp_path))
    again = Study.model_validate(json.loads(json.dumps(study.as_run())))
    assert again.as_run() == study.as_run()
    assert set(study.as_run()) == set(Study.model_fields)
    assert study.as_run()["data"]["out_of_bounds"] == "refuse"


def test_study_is_frozen(tmp_path):
    study = Study.load(write_study(tmp_path))
    with pytest.raises(ValidationError, match="frozen"):
        study.title = "Other"
    with pytest.raises(ValidationError, match="frozen"):
        study.weigh.method = "equal"


def test_repr_says_what_and_how(tmp_path):
    study = Study.load(write_study(tmp_path))
    assert repr(study) == "<Study 'Tiny study': panel.csv, critic, weighted-sum>"


def test_paths_are_taken_from_the_study_file(tmp_path, monkeypatch):
    write_study(tmp_path / "study")
    monkeypatch.chdir(tmp_path)
    assert Study.load("study/study.toml").folder.resolve() == (tmp_path / "study").resolve()
    assert command("check", "study/study.toml").code == 0


def test_exclusion_needs_a_reason(tmp_path):
    text = STUDY + '[[data.exclude]]\nunits = ["Ahe"]\nreason = ""\n'
    said = command("check", write_study(tmp_path, study=text))
    assert said.code == 1
    assert "data.exclude.1.reason" in said.text


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_have_nothing_to_refuse(name):
    from resilmeter.study import example

    assert check(example(name)).ok


def test_every_topic_is_described_by_name():
    for topic, methods in TOPICS.items():
        for name in methods:
            said = command("methods", name)
            assert said.code == 0
            assert said.out.startswith(f"{name} ({topic}): ")
