"""A report is one page that needs nothing else, and whose names do nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

import ato
from ato.track import TrackError, open_store
from ato.why import causes, compare, report
from ato.why.pages._page import page_of
from generated.digits import compose
from tests.ato.why.scenarios import use

if TYPE_CHECKING:
    from pathlib import Path

EVIL = (
    "</script><script>document.title='owned';console.error('owned')</script><img src=x onerror=alert(1)>\"'"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def pages(tmp_path: Path) -> tuple[str, str]:
    """A report of three runs with hostile names, and a page with one answer."""
    for name, views in (("base", ()), ("long", ("long_run",)), ("fast", ("high_lr",))):
        with ato.run(compose(*views), EVIL, name=name + EVIL, tags=[EVIL], notes=EVIL, store=tmp_path) as run:
            for step in range(300):
                value = float("nan") if step == 7 else 1 / (step + 1) + len(views)
                run.log({EVIL: value, "loss": value * 1000 ** (step == 3), "one": 1.0}, step=step)
            run.log({"once": 3.0, "huge": 1e308, "infinite": float("inf")}, step=5)
            run.log({"huge": -1e308}, step=9)
    with open_store(tmp_path) as store:
        use(store, 1, EVIL, 0, {"x": "a"})
        use(store, 2, EVIL, 1, {"x": "b"})
        use(store, 2, "model", 0, {"m": "b"}, "made")
        use(store, 3, "model", 0, {"m": "b"})
        return report(store, [1, 2, 3]), page_of(causes(compare(store, 1, 2)))


def test_a_page_of_many_keys_and_metrics_is_short_and_has_what_differs(tmp_path: Path) -> None:
    for number in range(2):
        config = {f"key{at}": at + number * (at == 1999) for at in range(2000)}
        with ato.run(config, "p", name=f"run{number}", store=tmp_path) as run:
            run.log({f"metric{at:03}": 1.0 for at in range(300)}, step=0)
            run.log({"system/cpu": 1.0}, step=0)
    with open_store(tmp_path) as store:
        page = report(store, [1, 2])
    assert len(page) < 400_000
    assert page.count('<tr class="differs">') == 1
    assert "<code>key1999</code>" in page
    assert "1,600 more keys not shown." in page
    assert "101 more metrics are not shown." in page
    assert "system/cpu" not in page


class Outline(HTMLParser):
    """The elements of a page: their names, what they load, and how headings and tables stand."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.loads: list[str] = []
        self.headings: list[int] = []
        self.handlers: list[str] = []
        self.scopeless = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.names.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href", "action")]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.headings += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []
        self.scopeless += tag == "th" and given.get("scope") not in ("col", "row")


def test_a_page_loads_nothing_and_no_name_becomes_markup(pages: tuple[str, str]) -> None:
    for page in pages:
        outline = Outline(page)
        assert set(outline.loads) <= {"data:,"}
        assert outline.handlers == []
        assert outline.names.count("img") == 0
        assert outline.names.count("script") == 2
        assert "http://" not in page.replace("http-equiv", "")
        assert "https://" not in page


def test_headings_and_tables_can_be_followed(pages: tuple[str, str]) -> None:
    for page in pages:
        outline = Outline(page)
        assert outline.headings[0] == 1
        assert outline.headings.count(1) == 1
        assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:]))
        assert outline.scopeless == 0
        assert '<html lang="en">' in page


def test_it_says_why_and_who_set_each_key(pages: tuple[str, str]) -> None:
    page = unescape(pages[0])
    assert "3 keys differ, all from `long_run`" in page
    assert "view high_lr (chained with long_run), is lr * 3" in page
    assert page.count('<figure data-plot="') == 6
    assert ">logarithmic<" in page
    assert page.count('<g class="node') == 6


def test_plots_say_nothing_that_svg_cannot_draw(pages: tuple[str, str]) -> None:
    paths = re.findall(r' d="([^"]*)"', pages[0])
    assert paths
    assert [path for path in paths if re.search(r"nan|inf", path)] == []


def test_a_page_tells_a_few_runs_apart(tmp_path: Path) -> None:
    for number in range(9):
        with ato.run(None, "p", name=f"run{number}", store=tmp_path):
            pass
    with open_store(tmp_path) as store, pytest.raises(TrackError, match="more than a page tells apart"):
        report(store, list(range(1, 10)))


def opened(page: str, folder: Path, *, script: str = "") -> tuple[str, str]:
    """What a browser makes of a page, and what its console says."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium here")
    (folder / "page.html").write_text(page.replace("</body>", f"{script}</body>"), encoding="utf-8")
    ran = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
            f"--user-data-dir={folder / 'profile'}", "--dump-dom", str(folder / "page.html"),
        ],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return ran.stdout, "\n".join(line for line in ran.stderr.splitlines() if "CONSOLE" in line)


def test_a_browser_shows_it_without_complaint(pages: tuple[str, str], tmp_path: Path) -> None:
    for page in pages:
        shown, console = opened(page, tmp_path)
        assert console == ""
        assert "<title>owned" not in shown
        assert "</html>" in shown


def test_values_are_told_where_the_pointer_is(pages: tuple[str, str], tmp_path: Path) -> None:
    script = """<script>
    const svg = document.querySelectorAll("figure svg")[3], box = svg.getBoundingClientRect();
    const place = {clientX: box.left + box.width - 2, clientY: box.top + 9};
    svg.dispatchEvent(new PointerEvent("pointermove", place));
    document.getElementById("narrow").click();
    </script>"""
    shown, console = opened(pages[0], tmp_path, script=script)
    assert console == ""
    assert re.search(r'<div class="readout"[^>]*>(<span class="k\d">\d: [-.\d]+ @ \d+\s*</span>){3}', shown)
    assert '<body class="narrowed">' in shown
