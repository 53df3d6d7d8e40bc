"""Tables: they fit a terminal, and are one line a row in a pipe."""

from nuem.cli.tables import Table

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
