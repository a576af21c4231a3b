"""What takes long is worked out once, and forgotten when so many other things were asked for since."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from toldonce.steering.sheets.ready import kept_ready


def squares(most):
    """A function that squares, with the numbers that it was truly asked for."""
    asked = []

    @kept_ready(most)
    def squared(number):
        asked.append(number)
        return number * number

    return squared, asked


@pytest.mark.parametrize(
    ("most", "asked", "worked_out"),
    [
        (2, [3, 3, 3], [3]),
        (2, [3, 4, 3, 4], [3, 4]),
        (2, [3, 4, 5, 3], [3, 4, 5, 3]),
        (2, [3, 4, 3, 5, 3, 4], [3, 4, 5, 4]),  # 3 was asked for after 4, so 4 is forgotten first
    ],
)
def test_the_newest_questions_are_kept(most, asked, worked_out):
    squared, truly = squares(most)
    assert [squared(each) for each in asked] == [each * each for each in asked]
    assert truly == worked_out


def test_who_asks_for_what_is_being_worked_out_waits_for_it():
    begun, go_on, asked = Event(), Event(), []

    @kept_ready(2)
    def slowly(number):
        asked.append(number)
        begun.set()
        assert go_on.wait(5)
        return number

    with ThreadPoolExecutor(2) as people:
        first = people.submit(slowly, 7)
        assert begun.wait(5)
        second = people.submit(slowly, 7)
        go_on.set()
        assert (first.result(5), second.result(5)) == (7, 7)
    assert asked == [7]


def test_many_at_once_get_the_answers_to_their_own_questions():
    squared, asked = squares(8)
    start = Barrier(8)

    def ask(number):
        start.wait(5)
        return squared(number % 4)

    with ThreadPoolExecutor(8) as people:
        assert list(people.map(ask, range(8))) == [0, 1, 4, 9, 0, 1, 4, 9]
    assert sorted(asked) == [0, 1, 2, 3]


def test_what_failed_is_worked_out_again_when_it_is_asked_for_again():
    answers = iter([ZeroDivisionError("no"), 5])

    @kept_ready(2)
    def sometimes(_):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ZeroDivisionError):
        sometimes("question")
    assert sometimes("question") == 5
