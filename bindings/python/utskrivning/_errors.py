# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the package raises."""

from __future__ import annotations

from typing import List, Optional

from ._words import Status


class Error(ValueError):
    """A call that failed: never what the law says.

    message    what was wrong, in English
    status     why, a Status
    file       name of the text, or None
    line       from 1; None if the error has no place in a text
    column     from 1, in bytes; None likewise
    word       the word that was wrong, or ""
    expected   what was expected, or ""
    nearest    the nearest known word, or ""
    others     further errors of the same case, when a log is read
    """

    message: str
    status: Optional[Status]
    file: Optional[str]
    line: Optional[int]
    column: Optional[int]
    word: str
    expected: str
    nearest: str
    others: List[Error]

    def __init__(
        self,
        message: str,
        status: Optional[Status] = None,
        line: int = 0,
        column: int = 0,
        word: str = "",
        expected: str = "",
        nearest: str = "",
        file: Optional[str] = None,
    ) -> None:
        super().__init__(message, status, line, column, word, expected, nearest, file)
        self.message = message
        self.status = status
        self.file = file
        self.line = line or None
        self.column = column or None
        self.word = word
        self.expected = expected
        self.nearest = nearest
        self.others = []

    def _place(self) -> str:
        parts = [str(part) for part in (self.file, self.line, self.column) if part is not None]
        return ":".join(parts) + ": " if parts else ""

    def __str__(self) -> str:
        text = self._place() + self.message
        if self.word:
            text += f" {self.word!r}"
        if self.expected:
            text += f", expected {self.expected}"
        if self.nearest:
            text += f"; did you mean {self.nearest!r}?"
        return text


class RowError(Error):
    """A row of a table that is wrong.

    row           its number, from 0, from the beginning of the table
    column_name   its column, by the name that the library has for it
    """

    row: int
    column_name: str

    def __init__(
        self,
        message: str,
        status: Optional[Status] = None,
        column_name: str = "",
        row: int = 0,
        word: str = "",
        expected: str = "",
        nearest: str = "",
    ) -> None:
        super().__init__(message, status, 0, 0, word, expected, nearest)
        self.args = (message, status, column_name, row, word, expected, nearest)
        self.column_name = column_name
        self.row = row

    def _place(self) -> str:
        return f"column {self.column_name}, row {self.row}: "
