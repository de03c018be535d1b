"""The units in which the rules state their numbers, as types."""

from __future__ import annotations

from typing import Annotated

Pain = Annotated[float, "points of 10"]
Reps = Annotated[int, "repetitions"]
Points = Annotated[float, "points"]
Times = Annotated[float, "times the work"]
Days = Annotated[int, "days"]
Hours = Annotated[int, "h"]
Minutes = Annotated[int, "min"]
Seconds = Annotated[int, "s"]
Sessions = Annotated[int, "sessions"]
Weeks = Annotated[int, "weeks"]
Years = Annotated[int, "years"]
Exercises = Annotated[int, "exercises"]
Share = Annotated[float, "of the minutes"]
Weight = Annotated[int, "points"]
Ids = tuple[str, ...]
"""Ids, in order; these have no unit."""
