from html.parser import HTMLParser

import pytest

from publishing.richtext import TAGS, as_text, clean, visible_length

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}
</style><!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head><body>
<p class="MsoNormal" style="mso-list:l0"><b><span lang="PL">Odczynnik<o:p></o:p></span></b></p>
<ul type="disc"><li class="MsoNormal" style="color:red">bez laktozy<o:p></o:p></li></ul>
</body></html>"""
GOOGLE = (
    '<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal-guid-1">'
    '<p dir="ltr" style="line-height:1.4"><span style="font-size:11pt">A cheese</span></p>'
    '<table><tbody><tr><td><p dir="ltr">one cell</p></td></tr></tbody></table></b>'
)
HOSTILE = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>words</p>",
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">words</a>',
    '<a href=" java\tscript:alert(1)">words</a>',
    '<a href="data:text/html,<script>alert(1)</script>">words</a>',
    '<a href="vbscript:x">words</a>',
    "<style>body{display:none}</style>",
    '<iframe src="https://elsewhere.example"></iframe>',
    '<svg><a xlink:href="javascript:alert(1)"><text>words</text></a></svg>',
    '<math><mi xlink:href="data:x,<script>alert(1)</script>"></math>',
    '<p style="background:url(https://elsewhere.example)">words</p>',
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<<script>script>alert(1)</script>",
    '<form action="https://elsewhere.example"><button>words</button></form>',
    '<base href="https://elsewhere.example">',
]


def test_words_pasted_from_word_keep_their_structure_alone():
    cleaned = clean(WORD)

    assert "<ul><li>bez laktozy</li></ul>" in cleaned.replace("\n", "")
    assert "Odczynnik" in cleaned
    assert not any(trace in cleaned for trace in ("Mso", "style", "o:p", "xml", "<!--", "span"))


def test_words_pasted_from_google_docs_keep_their_structure_alone():
    cleaned = clean(GOOGLE)

    assert "<p>A cheese</p>" in cleaned and "one cell" in cleaned
    assert not any(trace in cleaned for trace in ("dir=", "style", "table", "guid", "meta"))


class Elements(HTMLParser):
    """What a browser would make of it: (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_runs_or_loads_gets_through(html):
    for tag, attributes in Elements(clean(html)).found:
        assert tag in TAGS
        assert set(attributes) <= {"href", "rel"}
        assert attributes.get("href", "https:").startswith(("https:", "http:", "mailto:"))


@pytest.mark.parametrize("html", [WORD, GOOGLE, *HOSTILE, "plain words", "a < b & c"])
def test_clean_text_comes_back_unchanged(html):
    assert clean(clean(html)) == clean(html)


def test_links_give_no_credit_and_no_hold_on_the_window():
    cleaned = clean('<p><a href="https://company.example/x" target="_top">site</a></p>')

    assert 'rel="noopener nofollow ugc"' in cleaned
    assert 'href="https://company.example/x"' in cleaned and "target" not in cleaned


def test_lines_typed_without_tags_become_paragraphs():
    assert clean("one\ntwo\n\nthree") == "<p>one<br>two</p><p>three</p>"


def test_what_only_looks_like_a_tag_is_kept_as_words():
    assert as_text(clean("if a <b and c> d")) == "if a <b and c> d"


@pytest.mark.parametrize("html", ["", "   ", "<p></p>", "<p><br></p>", "<script>x</script>"])
def test_what_shows_nothing_is_nothing(html):
    assert clean(html) == ""


def test_a_megabyte_is_cleaned_without_harm():
    assert visible_length(clean("<p>" + "ab " * 350_000 + "<script>")) == 350_000 * 3 - 1


def test_deeply_nested_tags_are_cleaned_without_harm():
    assert as_text(clean("<ul><li>" * 5_000 + "deep")).endswith("deep")


def test_null_bytes_are_dropped():
    assert clean("<p>on\0e</p>") == "<p>one</p>"


def test_only_what_is_read_counts():
    assert visible_length("<p>one  <strong>two</strong></p><ul><li>x</li></ul>") == len("one twox")
    assert visible_length("<p>&amp;</p>") == 1


def test_as_text_parts_paragraphs_and_lists():
    html = "<p>One</p><ul><li>two</li><li>three</li></ul><p>four<br>five</p>"

    assert as_text(html) == "One\n\n– two\n– three\n\nfour\nfive"
