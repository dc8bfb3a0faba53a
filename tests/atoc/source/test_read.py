"""Files are found in one order, and what the file system puts in the way is told."""

from __future__ import annotations

import os
import socket
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from atoc.findings import Finding
from atoc.source import (
    Bounds,
    ModuleMissing,
    ModuleOpaque,
    ModuleSource,
    SourceError,
    parse,
    read,
    read_bytes,
    read_module,
    read_text,
)
from atoc.span import Span


def names(root: Path, *schemas: str) -> list[str]:
    passed = read(root, schemas or ("schemas",))
    assert passed.findings == ()
    return [file.path for file in passed.value]


def refused(root: Path, *schemas: str) -> Finding:
    passed = read(root, schemas or ("schemas",))
    (finding,) = passed.findings
    assert passed.value == ()
    assert finding.code == "ATC001"
    return finding


def touch(root: Path, *paths: str) -> None:
    for name in paths:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"doc: {name}\n", encoding="utf-8")


def test_documents_are_found_by_their_names_in_the_order_of_their_paths(tmp_path: Path) -> None:
    touch(tmp_path, *(f"schemas/{name}" for name in ("b.yaml", "a.json", "c/z.toml", "c/a.yml", "B.YAML")))
    touch(
        tmp_path,
        *(f"schemas/{name}" for name in (".hidden.yaml", "_draft.yaml", "_old/a.yaml", ".git/a.yaml")),
    )
    touch(tmp_path, "schemas/notes.txt", "schemas/yaml", "other/a.yaml")
    assert names(tmp_path) == [
        "schemas/B.YAML",
        "schemas/a.json",
        "schemas/b.yaml",
        "schemas/c/a.yml",
        "schemas/c/z.toml",
    ]


def test_a_schema_may_be_one_file_and_is_read_once(tmp_path: Path) -> None:
    touch(tmp_path, "schemas/a.yaml", "schemas/_b.yaml")
    assert names(tmp_path, "schemas/a.yaml") == ["schemas/a.yaml"]
    assert names(tmp_path, "schemas", "schemas/a.yaml", "./schemas/") == ["schemas/a.yaml"]
    assert names(tmp_path, "schemas/_b.yaml") == ["schemas/_b.yaml"]


def test_a_folder_outside_the_project_is_named_from_its_parent(tmp_path: Path) -> None:
    touch(tmp_path, "beside/schemas/a.yaml", "project/schemas/b.yaml")
    root = tmp_path / "project"
    assert names(root, str(tmp_path / "beside/schemas")) == ["schemas/a.yaml"]
    assert names(root, "../beside/schemas", "schemas") == ["schemas/a.yaml", "schemas/b.yaml"]


def test_two_files_of_one_name_outside_the_project_are_an_error(tmp_path: Path) -> None:
    touch(tmp_path, "x/schemas/a.yaml", "y/schemas/a.yaml", "project/pyproject.toml")
    with pytest.raises(SourceError, match=r"both hold schemas/a\.yaml"):
        read(tmp_path / "project", ("../x/schemas", "../y/schemas"))


def test_the_project_itself_may_be_the_schema_folder(tmp_path: Path) -> None:
    touch(tmp_path, "a.yaml")
    assert names(tmp_path, ".") == ["a.yaml"]


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("schema", "schema is not there; name a folder or a file of schemas that exists"),
        ("notes.txt", "notes.txt is not a document; their names end in .yaml .yml .toml .json .sdn"),
    ],
)
def test_a_schema_that_is_not_there_is_an_error(tmp_path: Path, schema: str, message: str) -> None:
    touch(tmp_path, "notes.txt")
    with pytest.raises(SourceError, match=message.replace(".", r"\.")):
        read(tmp_path, (schema,))


def test_a_folder_named_like_a_document_is_a_folder(tmp_path: Path) -> None:
    touch(tmp_path, "schemas/x.yaml/a.yaml")
    assert names(tmp_path) == ["schemas/x.yaml/a.yaml"]


def test_a_loop_of_links_between_folders_ends(tmp_path: Path) -> None:
    touch(tmp_path, "schemas/a/a.yaml")
    (tmp_path / "schemas/a/loop").symlink_to(tmp_path / "schemas", target_is_directory=True)
    assert names(tmp_path) == ["schemas/a/a.yaml"]


def test_a_link_to_a_document_counts_once(tmp_path: Path) -> None:
    touch(tmp_path, "schemas/b.yaml")
    (tmp_path / "schemas/c.yaml").symlink_to("b.yaml")
    assert names(tmp_path) == ["schemas/b.yaml"]


def test_a_link_to_itself_is_told(tmp_path: Path) -> None:
    touch(tmp_path, "schemas/notes.txt")
    (tmp_path / "schemas/a.yaml").symlink_to("a.yaml")
    assert refused(tmp_path).message.startswith("schemas/a.yaml cannot be read: ")


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    touch(tmp_path, "schemas/notes.txt")
    (tmp_path / "schemas/a.yaml").symlink_to("nowhere.yaml")
    finding = refused(tmp_path)
    assert finding.span == Span.start_of("schemas/a.yaml")
    assert finding.message == (
        "schemas/a.yaml cannot be read: it is not there, or it is a link that leads nowhere"
    )


def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    touch(tmp_path, "schemas/notes.txt")
    os.mkfifo(tmp_path / "schemas/a.yaml")
    assert refused(tmp_path).message == "schemas/a.yaml is not a file but a named pipe"


def test_a_socket_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "s").mkdir()
    monkeypatch.chdir(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a.yaml")
        assert refused(tmp_path, "s").message == "s/a.yaml is not a file but a socket"


def test_a_device_is_told(tmp_path: Path) -> None:
    touch(tmp_path, "schemas/notes.txt")
    (tmp_path / "schemas/a.yaml").symlink_to("/dev/zero")
    assert refused(tmp_path).message == "schemas/a.yaml is not a file but a device"


def test_a_file_without_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path, "schemas/a.yaml")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert refused(tmp_path).message == "schemas/a.yaml cannot be read: permission denied"


def test_a_folder_without_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path, "schemas/a.yaml")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert refused(tmp_path).message == "schemas cannot be listed: permission denied"


def test_a_file_beyond_the_bound_is_told(tmp_path: Path) -> None:
    touch(tmp_path, "schemas/a.yaml")
    passed = read(tmp_path, ("schemas",), Bounds(bytes=1))
    assert passed.value == ()
    assert "is larger than" in passed.findings[0].message


def test_a_folder_beyond_the_bound_is_an_error(tmp_path: Path) -> None:
    touch(tmp_path, "schemas/a.yaml", "schemas/b.yaml")
    with pytest.raises(SourceError, match="more than 2 files"):
        read(tmp_path, ("schemas",), Bounds(paths=2))


def test_a_file_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    line = "# a long comment that a program wrote, and a value below it\n" * 40 + "key_{}: some value\n"
    text = "".join(line.format(index) for index in range(4200))
    assert len(text) > 10_000_000
    touch(tmp_path, "schemas/a.yaml")
    (tmp_path / "schemas/a.yaml").write_text(text, encoding="utf-8")
    (file,) = read(tmp_path, ("schemas",)).value
    passed = parse(file)
    assert passed.findings == ()
    assert passed.value is not None
    assert passed.value.span.end_line == 4200 * 41


def test_the_good_files_are_read_beside_a_bad_one(tmp_path: Path) -> None:
    touch(tmp_path, "schemas/a.yaml")
    (tmp_path / "schemas/b.yaml").write_bytes(b"\xff\xfe")
    passed = read(tmp_path, ("schemas",))
    assert [file.path for file in passed.value] == ["schemas/a.yaml"]
    assert [str(finding.span) for finding in passed.findings] == ["schemas/b.yaml:1:1"]


def test_a_name_that_is_not_utf8_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    try:
        (tmp_path / "schemas" / os.fsdecode(b"\xff.yaml")).write_text("doc: x\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert names(tmp_path) == ["schemas/\\xff.yaml"]


def test_other_files_come_through_the_same_door(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfa\r\nb")
    assert read_text(tmp_path / "a.txt") == "a\nb"
    assert read_bytes(tmp_path / "a.txt") == b"\xef\xbb\xbfa\r\nb"


def test_another_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff")
    with pytest.raises(SourceError, match=r"a\.txt is not UTF-8 text"):
        read_text(tmp_path / "a.txt")
    with pytest.raises(SourceError, match=r"b\.txt cannot be read: it is not there"):
        read_bytes(tmp_path / "b.txt")
    with pytest.raises(SourceError, match="is not a file but a folder"):
        read_bytes(tmp_path)


# Python modules, found by path


def put(root: Path, name: str, content: str = "") -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(content, encoding="utf-8")


def source(root: Path, name: str) -> tuple[str, bytes]:
    found = read_module(name, root)
    assert isinstance(found, ModuleSource)
    return found.package, found.content


def test_a_module_is_found_below_the_project_and_its_src(tmp_path: Path) -> None:
    put(tmp_path, "one.py", "a")
    put(tmp_path, "src/two/__init__.py", "b")
    put(tmp_path, "src/two/three/four.py", "c")
    assert source(tmp_path, "one") == ("", b"a")
    assert source(tmp_path, "two") == ("two", b"b")
    assert source(tmp_path, "two.three.four") == ("two.three", b"c")


def test_a_stub_goes_before_the_module_and_a_package_before_a_file(tmp_path: Path) -> None:
    put(tmp_path, "one.py", "a")
    put(tmp_path, "one.pyi", "b")
    put(tmp_path, "two.py", "c")
    put(tmp_path, "two/__init__.py", "d")
    put(tmp_path, "one_more/__init__.py")
    put(tmp_path, "one_more/deep.py", "e")
    put(tmp_path, "one_more-stubs/deep.pyi", "f")
    assert [source(tmp_path, name)[1] for name in ("one", "two", "one_more.deep")] == [b"b", b"d", b"f"]


def test_the_standard_library_is_found_and_what_is_built_in_is_opaque(tmp_path: Path) -> None:
    assert source(tmp_path, "logging.handlers")[0] == "logging"
    assert read_module("sys") == ModuleOpaque()


def test_a_compiled_module_is_opaque(tmp_path: Path) -> None:
    put(tmp_path, f"fast{EXTENSION_SUFFIXES[0]}")
    assert read_module("fast", tmp_path) == ModuleOpaque()


def test_of_modules_that_no_file_can_hold_nothing_is_known(tmp_path: Path) -> None:
    assert read_module("os.path", tmp_path) == ModuleOpaque()
    assert read_module("a" * 300, tmp_path) == ModuleOpaque()


def test_a_module_that_is_not_there_is_told_with_its_neighbours(tmp_path: Path) -> None:
    put(tmp_path, "pkg/__init__.py")
    put(tmp_path, "pkg/nets.py")
    assert read_module("pkg.net", tmp_path) == ModuleMissing(("nets",))
    assert read_module("kpg.nets", tmp_path) == ModuleMissing(("pkg",))
    assert read_module("kpg_that_nobody_has") == ModuleMissing()
