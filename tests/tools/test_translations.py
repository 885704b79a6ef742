"""Every way in which English can be incomplete is seen by `make check`."""

import polib
import pytest

from tools.translations import faults, wrapped


def fault(entry: polib.POEntry) -> list[str]:
    """What is wrong if the house says one text and English has this entry for it."""
    entries = polib.POFile()
    entries.append(entry)
    return list(faults(entries, {"%(n)s 户": "gongzhi/a.py:1"}))


def test_texts_are_found_in_code_and_in_templates() -> None:
    code = 'title = _("首页")\nngettext("%(n)s 个", "%(n)s 个们", n)\nplain = "不译"\n'
    assert list(wrapped(code, is_template=False)) == [(1, "首页"), (2, "%(n)s 个")]
    page = (
        '<p>{% translate "首页" %}</p>\n'
        "    {% blocktranslate count n=n %}{{ n }} 个{% plural %}{{ n }} 个们{% endblocktranslate %}\n"
        "<p>不译</p>"
    )
    assert list(wrapped(page, is_template=True)) == [(1, "首页"), (2, "%(n)s 个")]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (polib.POEntry(msgid="%(n)s 人", msgstr="%(n)s people"), "no English"),
        (polib.POEntry(msgid="%(n)s 人", msgstr="%(n)s people"), "said nowhere"),
        (polib.POEntry(msgid="%(n)s 户", msgstr=""), "not translated yet"),
        (polib.POEntry(msgid="%(n)s 户", msgstr="%(n)s 户"), "not translated yet"),
        (polib.POEntry(msgid="%(n)s 户", msgstr="%(n)s households", flags=["fuzzy"]), "not translated yet"),
        (polib.POEntry(msgid="%(n)s 户", msgstr="%(n)s households", obsolete=True), "said nowhere"),
        (polib.POEntry(msgid="%(n)s 户", msgstr="households"), "leaves something out"),
        (polib.POEntry(msgid="%(n)s 户", msgstr="%(n)s and %(m)s households"), "something else"),
        (polib.POEntry(msgid="%(n)s 户", msgstr="%(n)s 家 households"), "Chinese in"),
        (
            polib.POEntry(msgid="%(n)s 户", msgid_plural="%(n)s 户", msgstr_plural={0: "%(n)s"}),
            "a singular and a plural",
        ),
    ],
)
def test_a_fault_is_seen(entry: polib.POEntry, said: str) -> None:
    assert any(said in sentence for sentence in fault(entry))


def test_good_english_is_left_alone() -> None:
    assert fault(polib.POEntry(msgid="%(n)s 户", msgstr="%(n)s households (户)")) == []
    plural = polib.POEntry(msgid="%(n)s 户", msgid_plural="%(n)s 户", msgstr_plural={0: "one household", 1: "%(n)s"})
    assert fault(plural) == []
