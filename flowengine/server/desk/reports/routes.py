"""Addresses of reports: method, address, handler, roles; put behind the door by `desk.routes`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk.people import AUDITOR, SUPERVISOR
from flowengine.server.desk.reports import exports, flows, page, staffing
from flowengine.server.desk.reports.page import REPORTS

if TYPE_CHECKING:
    from flowengine.server.desk.guard import Handler

_READ = (SUPERVISOR, AUDITOR)

DESK: tuple[tuple[str, str, Handler, tuple[str, ...]], ...] = (
    ("GET", REPORTS, page.show, _READ),
    ("GET", f"{REPORTS}/table.csv", exports.table, _READ),
    ("GET", f"{REPORTS}/report.pdf", exports.paper, _READ),
    ("GET", f"{REPORTS}/flows", flows.show, _READ),
    ("GET", staffing.STAFFING, staffing.show, (SUPERVISOR,)),
    ("GET", staffing.TRIAL, staffing.trial, (SUPERVISOR,)),
)
