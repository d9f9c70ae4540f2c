"""The vendored files are those in the lock, and the written sheets are those of the sources."""

import gzip
import hashlib
import json

import pytest

from scripts import css, vendor

PLACES = [
    (vendor.VENDOR, vendor.LOCK, vendor.PACKAGES, 8),
    (vendor.PAPER_FONTS, vendor.PAPER_LOCK, vendor.PAPER_PACKAGES, 5),
]


@pytest.mark.parametrize(("folder", "lock", "packages", "least"), PLACES)
def test_every_vendored_file_has_the_digest_of_the_lock(folder, lock, packages, least):
    locked = json.loads(lock.read_text())["files"]
    assert len(locked) >= least
    assert {entry["file"]: entry["sha256"] for entry in locked} == {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(("folder", "lock", "packages", "least"), PLACES)
def test_the_lock_names_package_version_and_licence(folder, lock, packages, least):
    for entry in json.loads(lock.read_text())["files"]:
        assert entry["version"] == packages[entry["package"]][0]
        assert entry["licence"] in {"MIT", "0BSD", "OFL-1.1", "MIT AND OFL-1.1"}


def test_a_changed_a_missing_and_an_added_file_are_found(tmp_path):
    lock = tmp_path / "lock.json"
    lock.write_text(json.dumps({"files": [{"file": "a", "sha256": "0"}, {"file": "b", "sha256": "0"}]}))
    files = tmp_path / "files"
    files.mkdir()
    (files / "a").write_text("other")
    (files / "c").write_text("new")
    assert vendor.differences(files, lock) == ["not in the lock: c", "changed: a", "missing: b"]


def test_no_file_points_to_a_source_map_or_another_host():
    for path in [*vendor.VENDOR.rglob("*.css"), *vendor.VENDOR.rglob("*.js"), *css.SHEETS.glob("*.css")]:
        text = path.read_text()
        assert "sourceMappingURL" not in text, path
        assert "@import" not in text, path
        assert "url(http" not in text, path
        assert "url(//" not in text, path


def test_the_written_sheets_are_those_of_their_sources():
    assert css.stale() == []


def test_what_every_public_page_loads_leaves_room_for_its_text():
    """A page may take 100 kB: fonts, styles and script must leave 20 kB of it for the page itself."""
    static = vendor.VENDOR.parent
    fonts = sum(path.stat().st_size for path in vendor.VENDOR.rglob("*.woff2"))
    texts = ("vendor/bootstrap/bootstrap.css", "css/portal.css", "js/portal.js", "img/mark.svg")
    assert fonts + sum(len(gzip.compress((static / name).read_bytes())) for name in texts) < 80_000
