"""What a page needs before it can be shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import redirect

from birddog.services.chart.reading import Reading
from birddog.web.request import PersonRequest, reading_of

P = ParamSpec("P")
View = Callable[Concatenate[PersonRequest, P], HttpResponse]
ChartView = Callable[Concatenate[PersonRequest, Reading, P], HttpResponse]


def with_chart(view: ChartView[P]) -> View[P]:
    """A page that needs a chart: without one the person is led to the start."""

    def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        reading = reading_of(request)
        if reading is None:
            return redirect("start")
        return view(request, reading, *args, **kwargs)

    return wraps(view)(guarded)
