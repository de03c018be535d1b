"""Addresses that are given to others: under the name that this server is set to have, where it has one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from qrcode.main import QRCode

HERE = "http://127.0.0.1:8000"
"""Where a server listens that is set to have no name."""


def address_of_invitation(token: str, request: HttpRequest | None = None) -> str:
    """The whole address of an invitation."""
    path = reverse("join", args=[token])
    if settings.BIRDDOG_ORIGIN or request is None:
        return f"{settings.BIRDDOG_ORIGIN or HERE}{path}"
    return request.build_absolute_uri(path)


def qr_path(address: str) -> tuple[int, str] | None:
    """An address as a picture for the camera of a phone: cells on a side, and the SVG path of the dark ones.

    ``None`` where the server has no public name: a phone could not come here.
    """
    if not settings.BIRDDOG_ORIGIN:
        return None
    code = QRCode(border=4)
    code.add_data(address)
    rows = code.get_matrix()
    cells = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), "".join(cells)
