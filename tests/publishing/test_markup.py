"""Rich text as it is typed: what it becomes, and that it comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.markup import from_html, to_html
from publishing.richtext import clean

LINK = '<a href="https://a.example/?b=1&amp;c=2" rel="noopener nofollow ugc">'


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("", ""),
        (" \n\n ", ""),
        ("one", "<p>one</p>"),
        ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
        ("one\r\n\r\ntwo", "<p>one</p><p>two</p>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("•\tfrom a letter\n·  too", "<ul><li>from a letter</li><li>too</li></ul>"),
        ("1. one\n2) two", "<ol><li>one</li><li>two</li></ol>"),
        ("2026. A year", "<p>2026. A year</p>"),
        ("list:\n- one\nend", "<p>list:</p><ul><li>one</li></ul><p>end</p>"),
        ("*one* and **two**", "<p><em>one</em> and <strong>two</strong></p>"),
        ("**one *two***", "<p>**one <em>two</em>**</p>"),
        ("2*3*4, a * b, \\*no\\*", "<p>2*3*4, a * b, *no*</p>"),
        (
            "see https://a.example/?b=1&c=2.",
            f"<p>see {LINK}https://a.example/?b=1&amp;c=2</a>.</p>",
        ),
        ("[here](https://a.example/?b=1&c=2)", f"<p>{LINK}here</a></p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("\\- no list", "<p>- no list</p>"),
        ("a\0b", "<p>ab</p>"),
    ],
)
def test_what_is_typed_becomes(typed, html):
    assert to_html(typed) == html


def test_html_that_is_pasted_is_cleaned_not_shown():
    assert to_html('<p onclick="x()">a<script>b</script></p>') == "<p>a</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>a * b and *c* and **d**</p>",
        "<p>- no list</p><p>1. neither</p>",
        "<p>back\\slash [x](y)</p>",
        f"<p>{LINK}with <strong>words</strong></a></p>",
        f"<p>{LINK}https://a.example/?b=1&amp;c=2</a>, and {LINK}https://a.example/?b=1&amp;c=2</a>x</p>",
        "<p>&lt;/p&gt; and &lt;p&gt; as words</p>",
        "<p>one<br>two</p><ul><li>a</li></ul><ol><li>b</li><li>c</li></ol><p>end</p>",
        "<p>1 &lt; 2 &amp;amp; “q”</p>",
    ],
)
def test_what_is_kept_comes_back_as_it_was(html):
    assert to_html(from_html(html)) == clean(html)


@given(st.text(alphabet='ab *-•1.[]()\n<&"“é:/', max_size=60))
def test_second_time_changes_nothing(typed):
    once = to_html(typed)

    assert to_html(from_html(once)).split() == once.split()
    assert clean(once) == once


@given(st.text(max_size=200))
def test_any_text_is_taken(typed):
    assert "<script" not in to_html(typed)
