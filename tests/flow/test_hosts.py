"""The site on other hosts: below a path, in a folder on nginx, on object storage, from a disk without any server."""

from __future__ import annotations

import functools
import http.server
import json
import re
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.publishing.uploads import uploads
from generator.records.errors import ContentError
from tests.flow.portals import COUNTY, PORTAL, ROOT, agency, gongkai, small, write

PATIENCE = 60_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a small site, and give its folder's parent."""
    root = tmp_path_factory.mktemp("hosts")
    small(root / "content")
    assert gongkai("build", "--quiet", cwd=root).status == 0
    return root


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder at any free port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def _crawl(page: Page, start: str, *searching: str) -> set[str]:
    """Follow links within the site from a page on; fail on what is not there and on pages without style.

    Of the pages of checks, which are all alike, one is enough; the scripts `searching` may be out of reach.
    """
    lost: list[str] = []
    page.on("requestfailed", lambda each: lost.append(each.url) if each.failure != "net::ERR_ABORTED" else None)
    page.on("response", lambda response: lost.append(response.url) if response.status >= 400 else None)
    within = start.rpartition("/")[0]
    seen: set[str] = set()
    todo = [start]
    while todo:
        address = re.split("[?#]", todo.pop())[0]
        if address in seen or not address.startswith(within) or not address.endswith(("/", ".html")):
            continue
        if re.search("/checks/.", address) and any(re.search("/checks/[a-z]+-", each) for each in seen):
            continue
        seen.add(address)
        page.goto(address)
        assert page.evaluate("[...document.styleSheets].length"), address
        assert page.evaluate("getComputedStyle(document.body).fontFamily !== ''")
        todo += page.evaluate("[...document.querySelectorAll('a[href]')].map((link) => link.href)")
    assert [address for address in lost if not address.endswith(searching or ("?",))] == []
    return seen


def test_below_a_path_every_link_leads_somewhere_and_the_search_finds(
    built: Path, browser: Browser, tmp_path: Path
) -> None:
    shutil.copytree(built / "site", tmp_path / "some/where")
    with serving(tmp_path) as address:
        page = browser.new_page()
        seen = _crawl(page, f"{address}some/where/")
        assert f"{address}some/where/agencies/{COUNTY}/2024/" in seen
        page.goto(f"{address}some/where/search/?q={COUNTY[:2]}示例")
        page.goto(f"{address}some/where/search/?q=示例县")
        expect(page.locator("[data-hits]")).to_have_attribute("data-hits", re.compile("[1-9]"), timeout=PATIENCE)
        page.close()


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server while a test looks at it, and end it however the test ends."""
    with subprocess.Popen(command) as process:
        try:
            yield process
        finally:
            process.terminate()


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed here")
def test_a_folder_on_nginx_as_documented(built: Path, browser: Browser, tmp_path: Path) -> None:
    documented = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    found = re.search(r"```nginx\n(.*?)```", documented, re.DOTALL)
    assert found
    socket = tmp_path / "nginx.sock"
    server = found[1].replace("listen 80;", f"listen unix:{socket}; listen 127.0.0.1:0;")
    with serving(tmp_path) as free:
        port = urlsplit(free).port
    server = server.replace("listen 127.0.0.1:0;", f"listen 127.0.0.1:{port};").replace(
        "/srv/gongkai", str(built / "site")
    )
    own = "".join(
        f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = tmp_path / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {tmp_path}/pid; error_log stderr; "
        f"events {{}} http {{ access_log off; {own} {server} }}",
        encoding="utf-8",
    )
    nginx = shutil.which("nginx")
    assert nginx
    with _running([nginx, "-p", str(tmp_path), "-c", str(config)]) as process:
        while not (tmp_path / "pid").is_file():
            assert process.poll() is None, "nginx ended; it says why above"
        page = browser.new_page()
        seen = _crawl(page, f"http://127.0.0.1:{port}/")
        assert f"http://127.0.0.1:{port}/agencies/{COUNTY}/2024/" in seen
        answer = page.goto(f"http://127.0.0.1:{port}/nothing/here/")
        assert answer
        assert answer.status == 404
        page.close()


def test_from_a_disk_everything_but_the_search_works(built: Path, browser: Browser, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert gongkai("zip", str(tmp_path / name / "gongkai.zip"), cwd=_folder(built, tmp_path / name)).status == 0
    packed = tmp_path / "one/gongkai.zip"
    assert packed.read_bytes() == (tmp_path / "two/gongkai.zip").read_bytes()
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    page = browser.new_page()
    seen = _crawl(page, (tmp_path / "gongkai/index.html").as_uri(), "search.js", "compare.js")
    paths = {Path(unquote(urlsplit(address).path)) for address in seen}
    assert tmp_path / f"gongkai/agencies/{COUNTY}/2024/index.html" in paths
    assert not any(path.is_dir() for path in paths), "a browser shows a list of files for a folder"
    page.close()


def _folder(built: Path, folder: Path) -> Path:
    folder.mkdir()
    return built


def test_object_storage_gets_what_changed_and_pages_after_what_they_show(built: Path, tmp_path: Path) -> None:
    root, host = tmp_path / "root", tmp_path / "host"
    shutil.copytree(built, root)
    first = gongkai("uploads", "--only", "put", cwd=root).out.splitlines()
    _sync(root, host, first, [])
    assert _files(host) == _files(root / "site")

    write(
        root / "content",
        {"portal.yaml": PORTAL, "pages/help.md": "# 帮助\n", "agencies/42.yaml": agency("420000", "示例省")},
    )
    assert gongkai("build", "--quiet", cwd=root).status == 0
    last = ("uploads", "--last", str(host / "manifest.jsonl"))
    put, delete = (gongkai(*last, "--only", only, cwd=root).out.splitlines() for only in ("put", "delete"))
    assert put[-1] == "manifest.jsonl"
    pages = [path.endswith(".html") for path in put[:-1]]
    assert pages == sorted(pages)
    assert 0 < len(put) < len(_files(root / "site"))
    _sync(root, host, put, delete)
    assert _files(host) == _files(root / "site")

    (root / "content/pages/help.md").unlink()
    (root / "content/redirects.yaml").write_text("/help/: /\n", encoding="utf-8")
    shutil.rmtree(root / "content/agencies")
    write(root / "content", {"agencies/41.yaml": (built / "content/agencies/41.yaml").read_bytes()})
    assert gongkai("build", "--quiet", cwd=root).status == 0
    put, delete = (gongkai(*last, "--only", only, cwd=root).out.splitlines() for only in ("put", "delete"))
    assert "agencies/420000/index.html" in delete
    _sync(root, host, put, delete)
    assert _files(host) == _files(root / "site")
    assert gongkai(*last, cwd=root).out == ""


def _sync(root: Path, host: Path, put: list[str], delete: list[str]) -> None:
    for path in put:
        (host / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / "site" / path, host / path)
    for path in delete:
        (host / path).unlink()


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("path", ["../a", "/etc/passwd", "a/../../b", "-rf", "a\nb", ""])
def test_a_manifest_that_leads_out_of_the_site_is_refused(built: Path, tmp_path: Path, path: str) -> None:
    last = tmp_path / "last.jsonl"
    last.write_text(json.dumps({"path": path, "sha256": "0"}) + "\n", encoding="utf-8")
    with pytest.raises(ContentError, match="manifest"):
        uploads(built / "site", last)


def test_a_site_that_is_not_there_is_named(tmp_path: Path) -> None:
    for command in (("uploads",), ("zip", "a.zip")):
        ran = gongkai(*command, cwd=tmp_path)
        assert ran.status == 1
        assert "site" in ran.err
