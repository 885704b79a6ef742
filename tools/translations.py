"""The English translation: compiled without gettext installed, and checked to be whole.

    python tools/translations.py compile    writes the .mo files
    python tools/translations.py check      every text has its English, and no English is left over

The text itself, in Chinese, is the msgid.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "gongzhi"
ENGLISH = CODE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "_now": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")
CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]+")

Texts = dict[str, str]  # msgid → where it is said first


def compile_all() -> None:
    """Write the .mo file beside every .po file."""
    for path in CODE.glob("locale/*/LC_MESSAGES/*.po"):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def said() -> Texts:
    """Every text of templates and code that is wrapped for translation."""
    texts: Texts = {}
    for path in sorted([*CODE.rglob("*.py"), *CODE.rglob("*.html"), *CODE.rglob("*.txt")]):
        for line, text in wrapped(path.read_text(), is_template=path.suffix != ".py"):
            texts.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
    return texts


def wrapped(source: str, *, is_template: bool) -> Iterator[tuple[int, str]]:
    """The texts of one file, each with its line."""
    from babel.messages.extract import extract_python

    if is_template:
        source = as_python(source)
    messages: Any  # one text, or singular and plural
    for line, function, messages, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {}):
        first = messages if isinstance(messages, str) else messages[1 if str(function).startswith("pgettext") else 0]
        if first:
            yield line, first


def as_python(template: str) -> str:
    """The calls of gettext that a template stands for, line by line, without indentation."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def faults(entries: polib.POFile, texts: Texts) -> Iterator[str]:
    """What keeps the English from being whole, a sentence each."""
    known = {entry.msgid: entry for entry in entries if not entry.obsolete}
    for text, where in texts.items():
        if text not in known:
            yield f"{where} “{text}” has no English"
    for entry in entries:
        if entry.obsolete or entry.msgid not in texts:
            yield f"“{entry.msgid}” is translated but said nowhere"
        elif entry.fuzzy or not all(english(entry)) or entry.msgid in english(entry):
            yield f"“{entry.msgid}” is not translated yet"
        else:
            yield from (f"“{entry.msgid}”: {fault}" for fault in unlike(entry))


def english(entry: polib.POEntry) -> list[str]:
    """The translation, or its singular and its plural."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def unlike(entry: polib.POEntry) -> Iterator[str]:
    """Chinese left in the English, places to fill in that differ, a plural that is missing."""
    if entry.msgid_plural and len(entry.msgstr_plural) != 2:
        yield "English has a singular and a plural"
    for text in english(entry):
        if any(word not in entry.msgid for word in CHINESE.findall(text)):  # what the Chinese quotes may stand
            yield f"Chinese in “{text}”"
        if set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(entry.msgid)):
            yield f"“{text}” fills in something else"
        if not entry.msgid_plural and set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(text)):
            yield f"“{text}” leaves something out"


def check() -> int:
    """Print what is wrong; the number of faults."""
    found = sorted(set(faults(polib.pofile(str(ENGLISH)), said())))
    print("\n".join(found) or "English is complete")
    return len(found)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["compile"]:
            compile_all()
        case ["check"]:
            sys.exit(bool(check()))
        case _:
            sys.exit(__doc__)
