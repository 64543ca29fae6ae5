"""Whatever people write, pages hold no script, style or handler of theirs, nor of ours inside the page (D18, D30)."""

from html.parser import HTMLParser

import pytest

from tests.hostile import PAYLOAD, RECKONED, fill_with_payloads
from tests.test_access_table import list_asked, places

__all__ = ["places"]

#: Where an address may lead a click or a form to.
ADDRESSES = {"href", "src", "action", "formaction"}


class InlineFinder(HTMLParser):
    """Gathers what the policy of our pages forbids, and what could only come from others."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.words = [], []
        self._inside = None

    def handle_starttag(self, tag, attrs):
        self._inside = tag if tag in {"script", "style"} else None
        for name, value in attrs:
            leads_to_script = name in ADDRESSES and (value or "").strip().lower().startswith(
                ("javascript:", "data:", "vbscript:")
            )
            if name.startswith("on") or name in {"style", "srcdoc"} or leads_to_script:
                self.found.append(f"<{tag} {name}={value!r}>")

    def handle_endtag(self, _tag):
        self._inside = None

    def handle_data(self, data):
        self.words.append(data)
        if self._inside and data.strip():
            self.found.append(f"<{self._inside}> {data[:60]!r}")


@pytest.fixture
def read(app, session, log_in, places):
    """Give every page that somebody may open, by its address."""
    filled = {**places, **fill_with_payloads(session)}

    def read_all(username):
        client = log_in(username, app.test_client())
        for method, path in list_asked():
            if method != "GET":
                continue
            with client.get(path.format(**filled), follow_redirects=True) as answer:
                if answer.mimetype == "text/html":
                    yield path, answer.text

    return read_all


@pytest.mark.parametrize("username", ["patroller", "village", "township", "county"])
def test_no_page_holds_anything_that_could_run(read, username):
    pages = dict(read(username))
    found = {}
    for path, page in pages.items():
        finder = InlineFinder()
        finder.feed(page)
        if finder.found:
            found[path] = finder.found

    assert found == {}
    assert len(pages) >= 3


def test_what_was_written_comes_back_as_it_was_written(read):
    """Each text is there, letter by letter, and no template was made of it."""
    pages = dict(read("township"))
    for path in ("/desk/problems/{problem}", "/desk/patrols/{patrol}", "/desk/ledger"):
        finder = InlineFinder()
        finder.feed(pages[path])
        words = "".join(finder.words)
        assert PAYLOAD in words
        assert f"</a>{RECKONED}" not in words.replace(PAYLOAD, "")


def test_the_finder_finds():
    finder = InlineFinder()
    finder.feed(
        '<p style="x" onclick="y"><a href=" javascript:z">a</a><script>1</script><style>b{}</style>'
        '<script src="/ours.js"></script>'
    )
    assert len(finder.found) == 5
