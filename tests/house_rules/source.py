"""What the house rules read: the files of the repository, parsed once.

A rule is a function from one :class:`Source` (or one model) to sentences about what is wrong with
it. It is tested twice: on the whole house, where it finds nothing, and on a few lines that break
it, where it finds something.
"""

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]

Function = ast.FunctionDef | ast.AsyncFunctionDef
Node = TypeVar("Node", bound=ast.AST)


@dataclass(frozen=True)
class Source:
    """One text file: its path from the root of the repository, and what it says."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def functions(self) -> list[Function]:
        return [*self.nodes(ast.FunctionDef), *self.nodes(ast.AsyncFunctionDef)]

    @cached_property
    def calls(self) -> list[ast.Call]:
        return list(self.nodes(ast.Call))

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        """Every node of one kind, anywhere in the file."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))

    def at(self, node: ast.AST, what: str) -> str:
        """The sentence for one finding, with the line to jump to."""
        return f"{self.path}:{getattr(node, 'lineno', 1)} {what}"


Rule = Callable[[Source], Iterator[str]]


@cache
def repository() -> tuple[str, ...]:
    """Paths of all files that belong to the repository, those not yet committed too."""
    asked = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted({path for path in listed.split("\0") if path and (ROOT / path).is_file()}))


@cache
def read(path: str) -> Source:
    """One file of the repository."""
    return Source(path, (ROOT / path).read_text(encoding="utf-8"))


def files(*patterns: str) -> list[Source]:
    """The files whose path matches one of ``patterns`` (``gongzhi/**/*.py``), without migrations."""
    return [read(path) for path in paths(*patterns) if "/migrations/" not in path]


def paths(*patterns: str) -> list[str]:
    """The paths that match one of ``patterns``; ``**`` stands for any number of folders."""
    return [path for path in repository() if any(matches(path, pattern) for pattern in patterns)]


def matches(path: str, pattern: str) -> bool:
    """As in a shell, with ``**`` for any number of folders, also none."""
    return _matches(PurePosixPath(path).parts, PurePosixPath(pattern).parts)


def _matches(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_matches(parts[skipped:], pattern[1:]) for skipped in range(len(parts) + 1))
    return bool(parts) and PurePosixPath(parts[0]).match(pattern[0]) and _matches(parts[1:], pattern[1:])


def found(rule: Rule, *patterns: str) -> list[str]:
    """What ``rule`` says about all files that match."""
    return [sentence for source in files(*patterns) for sentence in rule(source)]


def assert_nothing(sentences: Iterable[str]) -> None:
    """Fail with everything that was found, one finding a line."""
    sentences = list(sentences)
    assert not sentences, "\n" + "\n".join(sentences)


def seen(rule: Rule, text: str, path: str = "gongzhi/kernel/people/actions.py") -> list[str]:
    """What ``rule`` says about a few lines that stand for a file at ``path``."""
    return list(rule(Source(path, text)))


def name_of(node: ast.AST) -> str:
    """The last word of a name: ``action`` for ``action``, ``actions.action`` and ``action(…)``."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.alias):
        return node.name
    return node.id if isinstance(node, ast.Name) else ""


def docstrings(tree: ast.Module) -> set[ast.AST]:
    """The nodes that are documentation: strings that stand alone."""
    return {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
