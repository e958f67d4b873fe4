-- What is waited for and handled. `body` is all of it as JSON; the columns beside it are what is
-- looked for. `open` is 1 until it is closed or abandoned, `promise` the queue and number of an
-- open callback.
CREATE TABLE item (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    turn INTEGER NOT NULL,
    queue TEXT NOT NULL,
    state TEXT NOT NULL,
    open INTEGER NOT NULL,
    agent TEXT NOT NULL,
    token TEXT NOT NULL,
    joined REAL NOT NULL,
    until REAL NOT NULL,
    contact TEXT NOT NULL,
    promise TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX item_open ON item (joined, id) WHERE open = 1;
CREATE INDEX item_agent ON item (agent, joined) WHERE agent <> '';
CREATE INDEX item_token ON item (token) WHERE token <> '';
CREATE INDEX item_conversation ON item (conversation);
CREATE INDEX item_contact ON item (contact) WHERE contact <> '';
CREATE UNIQUE INDEX item_turn ON item (conversation, turn) WHERE turn > 0;
CREATE UNIQUE INDEX item_promise ON item (promise) WHERE promise <> '';

-- Which item fills which place of an agent: more than there are places cannot be given.
CREATE TABLE slot (
    agent TEXT NOT NULL,
    media TEXT NOT NULL,
    n INTEGER NOT NULL,
    item TEXT NOT NULL UNIQUE,
    PRIMARY KEY (agent, media, n)
) WITHOUT ROWID;

-- Who else has a part in an item.
CREATE TABLE guest (
    item TEXT NOT NULL,
    agent TEXT NOT NULL,
    PRIMARY KEY (item, agent)
) WITHOUT ROWID;

CREATE INDEX guest_agent ON guest (agent);

-- A page that has said goodbye stays a while with `until` 0, so that its epochs go on.
CREATE TABLE presence (
    agent TEXT NOT NULL,
    device TEXT NOT NULL,
    node TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    until REAL NOT NULL,
    PRIMARY KEY (agent, device)
) WITHOUT ROWID;

CREATE TABLE standing (
    agent TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    since REAL NOT NULL,
    idle REAL NOT NULL,
    until REAL NOT NULL,
    back TEXT NOT NULL,
    version INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE desk_user (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE switch (
    queue TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    by TEXT NOT NULL,
    at REAL NOT NULL,
    until REAL NOT NULL,
    PRIMARY KEY (queue, kind)
) WITHOUT ROWID;

CREATE TABLE remark (
    number INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL,
    at REAL NOT NULL,
    by TEXT NOT NULL,
    text TEXT NOT NULL,
    mentions TEXT NOT NULL
);

CREATE INDEX remark_conversation ON remark (conversation);
CREATE INDEX remark_at ON remark (at) WHERE mentions <> '[]';

CREATE TABLE desk_log (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    item TEXT NOT NULL,
    conversation TEXT NOT NULL,
    flow TEXT NOT NULL,
    queue TEXT NOT NULL,
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    agent TEXT NOT NULL,
    body TEXT NOT NULL
);

CREATE INDEX desk_log_at ON desk_log (at);
CREATE INDEX desk_log_item ON desk_log (item) WHERE item <> '';

-- Each audit holds the hash of all before it; the head is that of the last.
ALTER TABLE audit ADD COLUMN hash TEXT NOT NULL DEFAULT '';

CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    hash TEXT NOT NULL
);

INSERT INTO audit_head VALUES (1, 0, '');
