"""A clerk's answers to what was asked about a row, as they are written down: ``"unit:5 where:move"``."""

from gongzhi.lib.sheets import Answers


def read_answers(written: str) -> Answers:
    return dict(answer.split(":", 1) for answer in written.split() if ":" in answer)


def written_answers(answers: Answers) -> str:
    return " ".join(f"{question}:{answer}" for question, answer in sorted(answers.items()) if answer)
