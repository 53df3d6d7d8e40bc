"""Tables: they fit a terminal, and are one line a row in a pipe."""

from nuem.cli.tables import TOGETHER, Table, prose

WORDS = Table(("name", "value", "comment"), [("a", "1.5", "some words that go on and on " * 4), ("bc", "-20", "")])


def test_a_row_is_one_line_without_a_width() -> None:
    lines = WORDS.render().splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("name  value  comment")
    assert lines[1].startswith("a       1.5  some words")


def test_words_are_wrapped_to_the_width_and_numbers_are_not() -> None:
    lines = WORDS.render(60).splitlines()
    assert max(map(len, lines)) <= 60
    assert "  1.5  some words" in lines[1]
    assert lines[2].startswith(" " * 13)
    assert " ".join(line[13:] for line in lines[1:-1]).split() == WORDS.rows[0][2].split()


def test_numbers_that_do_not_fit_go_into_a_second_block_behind_the_first_column() -> None:
    table = Table(["E", *"abcdef"], [["1", *["1.2345e-40"] * 6], ["2", *["5"] * 6]])
    text = table.render(40)
    assert max(map(len, text.splitlines())) <= 40
    assert text.count("\n\n") == 1
    assert [block.split()[0] for block in text.split("\n\n")] == ["E", "E"]


def test_a_title_stands_above() -> None:
    assert Table(["a"], [["1"]], "charges [e]").render().splitlines() == ["charges [e]", "a", "1"]


def test_neither_a_word_nor_a_number_with_its_unit_is_broken() -> None:
    table = Table(["bound", "model"], [[f"mu < 2.8e-12{TOGETHER}mu_B", "Dirac-Hartree-Fock-Slater, in a medium"]])
    lines = table.render(40).splitlines()
    assert "2.8e-12 mu_B" in lines[2]
    assert "Dirac-Hartree-Fock-Slater," in lines[1]


def test_prose_is_broken_at_the_width_of_a_terminal_and_kept_in_a_pipe() -> None:
    text = "  note        the limit is the expected one, since nothing is measured yet\nshort"
    assert prose(text) == text
    assert prose(text, 40).splitlines() == [
        "  note        the limit is the expected", "              one, since nothing is", "              measured yet", "short",
    ]  # fmt: skip
