"""What takes long to work out from the contents of a plan, kept ready by what it was worked out from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def kept_ready(most: int) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Keep so many of the newest answers of a pure function by what it was asked, so that none is ever stale.

    Who asks for what somebody else is waiting for waits with them. What fails is not kept.
    """

    def made(work: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        answers: OrderedDict[Hashable, Future[Answer]] = OrderedDict()
        one_at_a_time = Lock()

        @wraps(work)
        def ready(*asked: Asked.args, **named: Asked.kwargs) -> Answer:
            question = (asked, tuple(sorted(named.items())))
            with one_at_a_time:
                answer, is_new = answers.get(question), question not in answers
                if answer is None:
                    answer = answers[question] = Future()
                answers.move_to_end(question)
                if len(answers) > most:
                    answers.popitem(last=False)
            if is_new:
                try:
                    answer.set_result(work(*asked, **named))
                except BaseException as trouble:
                    answers.pop(question, None)
                    answer.set_exception(trouble)
            return answer.result()

        return ready

    return made
