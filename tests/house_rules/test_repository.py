"""The repository as a whole: no address and no machine in it, every dependency explained, locks that fit."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions

import pytest

from tests.house_rules.source import ROOT, Source, assert_nothing, files, found, read, repository, seen

#: Where packages are fetched from is the machine's own affair.
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|(?:mirror|mirrors|artifactory|nexus)\.[a-z0-9-]+\.[a-z]{2,}"
    r"|--(?:extra-)?index-url\s+\S|--find-links\s+\S"
)
#: Folders of one machine or one person.
MACHINE = re.compile(r"(?<![\w.~}])/(?:work|root|tmp|home/\w+|Users/\w+|mnt)/\S")
TEXTS = (
    "**/*.py",
    "**/*.toml",
    "**/*.txt",
    "**/*.md",
    "**/*.html",
    "**/*.css",
    "**/*.po",
    "**/*.in",
    "Makefile",
    ".ci/*",
)


def address(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        for what, pattern in (("a registry", REGISTRY), ("a machine", MACHINE)):
            if pattern.search(line):
                yield f"{source.path}:{number} names {what}"


def unexplained(source: Source) -> Iterator[str]:
    """Dependencies without a reason in the same line."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if re.match(r'\s+"[A-Za-z0-9_\-\[\],]+\s*[=<>~]', line) and not re.search(r"#\s*\w{2}", line):
            yield f"{source.path}:{number} {line.strip()} has no reason"


def pins(text: str) -> dict[str, str]:
    """Name and version of every package of a lock file."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))


def loose(text: str) -> list[str]:
    """Packages of a lock file without a hash."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)
    return [entry.partition("=")[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry]


def copyleft(package: Distribution) -> bool:
    """Whether a package says that its conditions travel with it."""
    about = package.metadata
    says = [about.get("License-Expression", ""), about.get("License", ""), *about.get_all("Classifier", [])]
    return any(re.search(r"\b[AL]?GPL|Mozilla|MPL-|EUPL|CDDL", line.partition("\n")[0]) for line in says)


def test_no_file_names_a_registry_or_a_machine() -> None:
    assert_nothing(found(address, *TEXTS))


def test_every_dependency_has_a_reason() -> None:
    assert_nothing(list(unexplained(read("pyproject.toml"))))


def test_locks_contain_each_other_at_the_same_versions() -> None:
    run, test, bench = (pins(read(f"requirements/{name}.txt").text) for name in ("run", "test", "bench"))
    assert run.items() <= test.items() <= bench.items()


def test_locks_hold_what_the_project_asks_for() -> None:
    asked = tomllib.loads(read("pyproject.toml").text)["project"]["dependencies"]
    names = {re.split(r"[\[=<>~ ]", dependency)[0].lower() for dependency in asked}
    assert names <= pins(read("requirements/run.txt").text).keys()


@pytest.mark.parametrize("name", ["run", "test", "bench", "uv"])
def test_every_locked_package_has_a_hash(name: str) -> None:
    assert_nothing(loose(read(f"requirements/{name}.txt").text))


def test_every_copyleft_package_is_named_in_the_notice() -> None:
    locked = pins(read("requirements/test.txt").text).keys()
    named = {package.name.lower() for package in distributions() if copyleft(package)} & locked
    assert named != set()
    assert_nothing(name for name in sorted(named) if name not in read("NOTICE").text)


def test_nothing_made_is_committed() -> None:
    made = (".mo", ".pyc", ".sqlite3", ".log", ".key")
    assert_nothing(path for path in repository() if path.endswith(made) or path.startswith(("var/", ".venv/")))


def test_files_are_small() -> None:
    large = 1_500_000  # bytes; pictures of the documentation
    assert_nothing(source for source in repository() if (ROOT / source).stat().st_size > large)


def test_there_are_files_to_look_at() -> None:
    assert len(files(*TEXTS)) > 50


@pytest.mark.parametrize(
    "line",
    [
        "--index-" + "url https://packages.example/simple",
        "fetched from https://py" + "pi.org/simple",
        "mirrors" + ".example.com",
        "cd /ro" + "ot/checkout",
        "open('/ho" + "me/somebody/x')",
    ],
)
def test_an_address_is_seen(line: str) -> None:
    assert len(seen(address, line)) == 1


@pytest.mark.parametrize("line", ["GONGZHI_HOME=/var/lib/gongzhi", "templates/home/page.html", "https://example.org"])
def test_an_ordinary_path_is_left_alone(line: str) -> None:
    assert seen(address, line) == []


def test_a_dependency_without_reason_is_seen() -> None:
    assert len(seen(unexplained, '  "django==5.2",\n  "polib==1.2.0",  # compiles translations\n')) == 1


def test_a_package_without_hash_is_seen() -> None:
    assert loose("a==1 \\\n    --hash=sha256:00\nb==2\n") == ["b"]
