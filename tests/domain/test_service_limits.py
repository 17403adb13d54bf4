"""Which time limits a service has, read from one of the starter catalogue's files."""

import json
import tomllib
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from kiosk.domain.limit import Unit
from kiosk.domain.workflow import Service

_SERVICE = Path(__file__).parents[2] / "assets/catalogue/services/QC10.toml"


@pytest.fixture(scope="module")
def service() -> Service:
    data = tomllib.loads(_SERVICE.read_text("utf-8"))
    return TypeAdapter(Service).validate_json(json.dumps(data, default=str), strict=True)


@pytest.mark.parametrize(
    ("key", "value", "unit"),
    [
        ("apply", 60, Unit.NATURAL_DAY),  # of a step
        ("sue-after-refusal", 15, Unit.NATURAL_DAY),  # of a remedy
        ("apply-untold", 1, Unit.YEAR),  # of a sentence on how days are counted
        ("pass-on", 5, Unit.WORKING_DAY),  # of a note
    ],
)
def test_limits_of_steps_remedies_and_sentences_are_found_by_key(
    service: Service, key: str, value: int, unit: Unit
) -> None:
    limit = service.limit(key)
    assert (limit.value, limit.unit) == (value, unit)


def test_no_two_limits_of_a_service_share_a_key(service: Service) -> None:
    keys = [limit.key for limit in service.limits()]
    assert len(keys) == len(set(keys))


def test_a_limit_that_the_service_lacks_is_no_limit(service: Service) -> None:
    with pytest.raises(KeyError, match="tomorrow"):
        service.limit("tomorrow")
