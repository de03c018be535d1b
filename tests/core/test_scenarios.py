"""Every rule of the articles, shown by a scenario that fails when the rule is taken out of the content."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.scenario import failures, load, without

from birddog import catalog
from birddog.catalog.library import content_folder
from birddog.catalog.toml import read_toml

SCENARIOS = load("rules")
IDS = [scenario["shows"] for scenario in SCENARIOS]
each = pytest.mark.parametrize("scenario", SCENARIOS, ids=IDS)


def test_every_rule_of_the_articles_has_one_scenario_in_the_file_of_its_type():
    rules = catalog.load_default().rules
    wanted = read_toml(content_folder() / "articles.toml")["rules"]
    assert sorted(IDS) == sorted(wanted)
    for kind in {rules[rule].type for rule in wanted}:
        shown = {row["shows"] for row in load("rules", kind)}
        assert shown == {rule for rule in wanted if rules[rule].type == kind}


@each
def test_a_rule_acts_for_someone_who_does_not_wish_for_it(scenario: dict[str, Any]):
    wished = '"likes"' in json.dumps(scenario)
    assert not wished or scenario["shows"] == "programme-vary-and-enjoy"


@each
def test_scenario(scenario: dict[str, Any]):
    assert scenario["shows"] in scenario["then"]["fires"]
    assert failures(scenario, scenario["now"], catalog.load_default()) == []


@each
def test_twin_on_the_other_side(scenario: dict[str, Any]):
    assert failures(scenario["twin"], scenario["now"], catalog.load_default()) == []


@each
def test_the_scenario_fails_without_its_rule(scenario: dict[str, Any]):
    """Something must go wrong that a person would notice, not only the name of the rule be missing."""
    told = failures(scenario, scenario["now"], without(catalog.load_default(), scenario["shows"]))
    assert [line for line in told if not line.startswith("fires: ")]
