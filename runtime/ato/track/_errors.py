"""What can be wrong with what a program asks of the tracker."""

from __future__ import annotations

from ato.config import AtoError, Problem


class TrackError(AtoError):
    """A mistake in what is asked of the tracker, or a store that cannot be opened.

    ``problem`` says what it is about, what is wrong with it and what to do instead.
    """

    def __init__(self, subject: str, message: str, help: tuple[str, ...] = ()) -> None:
        self.problem = Problem(subject, message, help)
        super().__init__(str(self.problem))

    def __reduce__(self) -> tuple[type[TrackError], tuple[str, str, tuple[str, ...]]]:
        return TrackError, (self.problem.subject, self.problem.message, self.problem.help)
