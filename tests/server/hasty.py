"""`flowengine serve` as it is, but for the seconds in which it ends, so that tests need not wait
for what people would."""

from __future__ import annotations

import sys

from flowengine.cli import main
from flowengine.host import house
from flowengine.server import drain
from flowengine.store.postgresql import connections, news

if __name__ == "__main__":
    vars(drain).update(DRAIN=1.0, GRACE=1)
    vars(house).update(ENDS=2.0, LEAST=0.1)
    vars(connections)["GIVEN_BACK"] = vars(news)["ENDS"] = 0.5
    sys.exit(main(sys.argv[1:]))
