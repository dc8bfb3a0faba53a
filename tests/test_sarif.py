"""Our logs keep to the published schema of SARIF, for every golden case there is."""

from __future__ import annotations

from json import loads

from jsonschema import Draft7Validator

from atoc.cli.output import rendered
from atoc.compile import check
from atoc.findings.render import PLAIN
from atoc.settings import Settings
from tests import golden
from tests.sarif_schema import published


def test_every_log_keeps_to_the_published_schema() -> None:
    schema = published()
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)
    assert not validator.is_valid({"version": "2.1.0", "runs": [{}]})
    faults = {}
    for case in golden.cases():
        compiled = check(case.path.parent, (case.path.name,), Settings())
        log = loads(rendered(compiled.findings, compiled, "sarif", (), PLAIN))
        told = log["runs"][0]["tool"]["driver"].pop("rules")
        found = [error.message for error in validator.iter_errors(log)]
        faults.update({case.name: found} if found else {})
    assert faults == {}
    log["runs"][0]["tool"]["driver"]["rules"] = told
    assert [error.message for error in validator.iter_errors(log)] == []
