"""The colours and letters of a drawn chart, in light, in dark and in print."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark}
text{font:12px system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;text-anchor:middle;fill:#33302b}
.paper{fill:#fbfaf7}
.title{font-size:20px;font-weight:600;text-anchor:start;fill:#1d1b18}
.place rect{fill:#fff;stroke:#8a8478;stroke-width:1.2}
.place .name{font-size:14px;font-weight:650;fill:#1d1b18}
.start rect{stroke:#1d5c4d;stroke-width:2.4}
.menu rect,.ask rect,.form rect{fill:#eef5f2;stroke:#3a7d6b}
.handoff rect{fill:#f1edf8;stroke:#6b54a3}
.fetch rect{fill:#eef3fa;stroke:#42699b}
.flow rect{stroke-dasharray:none;stroke-width:2.6}
.standard rect,.beside rect{fill:none;stroke-dasharray:5 4}
.walked rect{fill:#d8f0dc;stroke:#2b7a3d}
.partly rect{fill:#fdf0cc;stroke:#9a6b00}
.never rect{fill:#fbdcd7;stroke:#b3261e}
.sign{font-weight:700}
.legend{text-anchor:start}
.way{fill:none;stroke:#6d675c;stroke-width:1.3}
.way.call{stroke-width:2.4}
.way.aside{stroke-dasharray:3 4}
#tip path{fill:#6d675c}
.label text{font-size:11px;fill:#4a463f;paint-order:stroke;stroke:#fbfaf7;stroke-width:5px}
@media (prefers-color-scheme:dark){
text,.label text{fill:#d9d5cc}
.paper{fill:#191816}
.title,.place .name{fill:#f4f1ea}
.place rect{fill:#24221f;stroke:#8f897d}
.start rect{stroke:#7cc7b3}
.menu rect,.ask rect,.form rect{fill:#1d2b27;stroke:#6fb3a0}
.handoff rect{fill:#28223a;stroke:#a892dd}
.fetch rect{fill:#1e2733;stroke:#7ea5d6}
.standard rect,.beside rect{fill:none}
.walked rect{fill:#15331d;stroke:#6cc681}
.partly rect{fill:#3a2d0b;stroke:#e0b04a}
.never rect{fill:#43130f;stroke:#f08b80}
.way{stroke:#a39d91}
#tip path{fill:#a39d91}
.label text{stroke:#191816}
}
@media print{.paper{fill:none}}
"""
