"""What the published JSON Schema of SARIF 2.1.0 asks of the objects that we write, in our own words.

It is the part of sarif-schema-2.1.0.json (OASIS, errata 01) that our logs can touch: every object with all of
its required keys and the keys that we use; a key that is not listed here is refused, although the whole
schema has more of them. No pinned package brings the published file, and a test may not fetch it.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 1}
INDEX: Schema = {"type": "integer", "minimum": -1}
LEVEL: Schema = {"enum": ["none", "note", "warning", "error"]}
URI: Schema = {"type": "string", "format": "uri-reference"}
BAG: Schema = {"type": "object"}


def a(name: str) -> Schema:
    """An object that is defined below."""
    return {"$ref": f"#/definitions/{name}"}


def some(items: Schema, least: int = 0) -> Schema:
    """A list."""
    return {"type": "array", "items": items, "minItems": least}


def different(items: Schema) -> Schema:
    """A list in which nothing occurs twice."""
    return {**some(items), "uniqueItems": True}


def having(required: str = "", **keys: Schema) -> Schema:
    """An object with these keys and no others."""
    properties = {**keys, "properties": BAG}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required.split(),
        "properties": properties,
    }


SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": some(a("run")),
    },
    "definitions": {
        "run": having(
            "tool",
            tool=a("tool"),
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            originalUriBaseIds={"type": "object", "additionalProperties": a("artifactLocation")},
            artifacts=different(a("artifact")),
            results=some(a("result")),
        ),
        "tool": having("driver", driver=a("toolComponent")),
        "toolComponent": having("name", name=TEXT, version=TEXT, rules=different(a("reportingDescriptor"))),
        "reportingDescriptor": having(
            "id",
            id=TEXT,
            name=TEXT,
            shortDescription=a("multiformatMessageString"),
            help=a("multiformatMessageString"),
            defaultConfiguration=having(level=LEVEL),
        ),
        "multiformatMessageString": having("text", text=TEXT, markdown=TEXT),
        "message": having("text", text=TEXT),
        "artifact": having(location=a("artifactLocation")),
        "artifactLocation": having(uri=URI, uriBaseId=TEXT, description=a("message")),
        "region": having(startLine=COUNT, startColumn=COUNT, endLine=COUNT, endColumn=COUNT),
        "physicalLocation": having(artifactLocation=a("artifactLocation"), region=a("region")),
        "logicalLocation": having(fullyQualifiedName=TEXT, kind=TEXT),
        "location": having(
            id=INDEX,
            physicalLocation=a("physicalLocation"),
            logicalLocations=different(a("logicalLocation")),
            message=a("message"),
        ),
        "threadFlowLocation": having(location=a("location")),
        "threadFlow": having("locations", locations=some(a("threadFlowLocation"), 1)),
        "codeFlow": having("threadFlows", threadFlows=some(a("threadFlow"), 1)),
        "suppression": having(
            "kind",
            kind={"enum": ["inSource", "external"]},
            status={"enum": ["accepted", "underReview", "rejected"]},
            justification=TEXT,
            location=a("location"),
        ),
        "result": having(
            "message",
            ruleId=TEXT,
            ruleIndex=INDEX,
            level=LEVEL,
            message=a("message"),
            locations=some(a("location")),
            relatedLocations=different(a("location")),
            codeFlows=some(a("codeFlow")),
            partialFingerprints={"type": "object", "additionalProperties": TEXT},
            suppressions=different(a("suppression")),
        ),
    },
}
