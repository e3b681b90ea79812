"""The documents agree with the code: commands, words, files, links, sentences. docs/WIRE.md has a test of its own."""

from __future__ import annotations

import re
import shlex
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest

from server.domain.profile import WINDOW_KINDS
from server.protocol import OUTCOMES, ROLES, STATUSES
from tests.test_manners import FOLDERS, ROOT, files, where

ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
OPERATING = ROOT / "docs/OPERATING.md"
DOCUMENTS = files(".md")
CODED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PICTURE_BYTES = 250_000
DESCRIBED = [f"server/{part}" for part in ("domain", "journal", "hub", "reports", "web", "commands")]


def text(file: Path) -> str:
    return file.read_text("utf-8")


def command_lines(file: Path) -> list[str]:
    """Every `paihao …` of a document: in code blocks and in running text, comments cut off."""
    joined = text(file).replace("\\\n", " ")
    blocks = re.findall(r"^ {4,}(?:\S*/)?(paihao .*)$", joined, re.M)
    inline = [c for c in CODED.findall(joined) if re.match(r"(\S*/)?paihao [a-z]", c)]
    return [re.sub(r"\s+#.*$|^\S*/", "", line) for line in (*blocks, *inline)]


def table(file: Path, header: str) -> list[list[str]]:
    """The cells of the table that begins with this header."""
    after = text(file).split(header, 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in after.splitlines()[2:]]


def glossary(file: Path) -> dict[str, tuple[str, str]]:
    header = "| word | 中文 | meaning |" if file == ENGLISH else "| 英文词 | 中文 | 意思 |"
    return {row[0]: (row[1], row[2]) for row in table(file, header)}


# -- commands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=where)
def test_every_make_command_of_a_document_is_in_the_makefile(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), re.M))
    named = {c.split()[1] for c in CODED.findall(text(document)) if re.match(r"make [a-z]", c)}
    assert named <= targets


def test_every_subcommand_is_mentioned() -> None:
    told = text(ENGLISH) + text(OPERATING)
    silent = [
        p.name for p in entry_points(group="paihao.commands") if not re.search(rf"paihao {p.name}\b", told)
    ]
    assert silent == []


@pytest.mark.parametrize("document", [ENGLISH, CHINESE, *sorted((ROOT / "docs").glob("*.md"))], ids=where)
def test_every_command_line_has_a_command_and_options_that_exist(document: Path) -> None:
    points = {p.name: p for p in entry_points(group="paihao.commands")}
    for line in command_lines(document):
        words = [w for w in shlex.split(line.replace("…", " "))[1:] if w not in ("COMMAND", "--help")]
        if not words:
            continue
        command: click.Command = points[words.pop(0)].load()
        while isinstance(command, click.Group) and words and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        known = {option for p in command.params for option in p.opts}
        assert {w for w in words if w.startswith("--")} <= known, line


def test_every_setting_is_explained() -> None:
    settings = set(re.findall(r'"(PAIHAO_[A-Z]+)"', text(ROOT / "server/settings.py")))
    assert settings
    for document in (ENGLISH, CHINESE, OPERATING):
        assert set(re.findall(r"PAIHAO_[A-Z]+", text(document))) == settings | {"PAIHAO_TOKEN"}, where(
            document
        )


def test_every_sentence_of_a_refused_start_is_one_the_hub_says() -> None:
    source = " ".join(text(f) for f in files(".py", under=("server",)))
    said = re.sub(r"\{[^{}]*\}", "…", re.sub(r'"\s*\n?\s*f?"', "", source))
    sentences = [CODED.findall(row[0]) for row in table(OPERATING, "| it says | do |")]
    assert len(sentences) >= 12
    for sentence in (s for row in sentences for s in row):
        parts = [p.strip(" :,") for p in re.split(r"…|\bFILE\b|\bHALL\b|\b8080\b|\bserve\b", sentence)]
        assert [p for p in parts if p not in said] == [], sentence


# -- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=where)
@pytest.mark.parametrize(
    ("word", "constants"),
    [("window", WINDOW_KINDS), ("ticket", STATUSES), ("start, complete", OUTCOMES), ("role", ROLES)],
)
def test_the_glossary_has_the_words_of_the_code(readme: Path, word: str, constants: tuple[str, ...]) -> None:
    named = [c for c in CODED.findall(glossary(readme)[word][1]) if re.fullmatch("[a-z_]+", c)]
    assert sorted(named) == sorted(constants)


def test_both_readmes_have_the_same_words_headings_pictures_and_proofs() -> None:
    english, chinese = text(ENGLISH), text(CHINESE)
    assert {w: zh for w, (zh, _) in glossary(ENGLISH).items()} == {
        w: zh for w, (zh, _) in glossary(CHINESE).items()
    }
    for alike in (
        r"^(#+) ",
        r"(docs/pictures/[\w-]+\.png)",
        r"`(tests/[\w/.]+)`",
        r"^    (?:paihao (\w+)|sqlite3)",
    ):
        assert re.findall(alike, english, re.M) == re.findall(alike, chinese, re.M), alike


def test_each_decision_has_its_date_and_its_price() -> None:
    decisions = text(ROOT / "docs/DECISIONS.md").split("\n## ")[1:]
    assert decisions
    for decision in decisions:
        assert re.match(r"20\d\d-\d\d-\d\d \S", decision)
        assert all(f"*{part}.*" in decision for part in ("Context", "Choice", "Price")), decision[:60]


# -- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=where)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(text(document)) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=where)
def test_every_test_named_as_a_proof_exists(document: Path) -> None:
    named = re.findall(r"(?<![\w/.])tests/[\w/.]*\w", text(document))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_map_of_the_house_names_the_folders_there_are() -> None:
    for readme, header in ((ENGLISH, "| folder | holds |"), (CHINESE, "| 目录 | 内容 |")):
        named = {re.sub(r"[\[`].*?([a-z]+)/.*", r"\1", row[0]) for row in table(readme, header)}
        assert named == set(FOLDERS), where(readme)


@pytest.mark.parametrize("folder", DESCRIBED)
def test_a_folder_of_the_server_says_what_each_of_its_modules_is(folder: str) -> None:
    told = text(ROOT / folder / "README.md")
    modules = [f for f in (ROOT / folder).rglob("*.py") if not f.stem.startswith("__")]
    named = {f.stem for f in modules if f"`{f.name}`" in told or f"`{f.stem}`" in told}
    assert {f.stem for f in modules} - named == set()


@pytest.mark.parametrize("readme", [f for f in DOCUMENTS if f.name == "README.md"], ids=where)
def test_a_readme_names_only_files_that_exist(readme: Path) -> None:
    named = {c.lstrip("./") for c in CODED.findall(text(readme)) if re.fullmatch(r"[a-z0-9_/.-]+\.[a-z]+", c)}
    there = [f"/{where(f)}" for f in files(".py", ".js", ".mjs", ".css", ".toml", ".md", ".html")]
    ours = [name for name in named if name.endswith((".py", ".js", ".mjs", ".css", ".toml", ".md", ".html"))]
    assert [name for name in ours if not any(f.endswith(f"/{name}") for f in there)] == []


def test_the_pictures_are_small_and_every_one_is_shown() -> None:
    pictures = {where(p): p.stat().st_size for p in (ROOT / "docs/pictures").iterdir()}
    assert {name for name, size in pictures.items() if size > PICTURE_BYTES} == set()
    assert set(pictures) == set(re.findall(r"docs/pictures/[\w-]+\.png", text(ENGLISH)))
