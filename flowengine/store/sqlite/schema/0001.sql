-- What a conversation is pinned to; written once, never changed.
CREATE TABLE sources (
    digest TEXT PRIMARY KEY,
    bundle BLOB NOT NULL
) WITHOUT ROWID;

-- The last version of a flow that was good: what is served after a restart with a broken file.
CREATE TABLE edition (
    flow TEXT PRIMARY KEY,
    digest TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE conversation (
    id TEXT PRIMARY KEY,
    flow TEXT NOT NULL,
    digest TEXT NOT NULL,
    channel TEXT NOT NULL,
    token BLOB NOT NULL,
    session BLOB NOT NULL,
    prompt TEXT NOT NULL,
    ended INTEGER NOT NULL,
    changed REAL NOT NULL,
    messages INTEGER NOT NULL,
    revision INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE message (
    conversation TEXT NOT NULL REFERENCES conversation (id),
    number INTEGER NOT NULL,
    at REAL NOT NULL,
    side TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
) WITHOUT ROWID;

-- Senders' own names for their messages, so that a message sent twice is taken once.
CREATE TABLE taken (
    conversation TEXT NOT NULL REFERENCES conversation (id),
    message_id TEXT NOT NULL,
    PRIMARY KEY (conversation, message_id)
) WITHOUT ROWID;

CREATE TABLE timer (
    conversation TEXT NOT NULL REFERENCES conversation (id),
    turn INTEGER NOT NULL,
    name TEXT NOT NULL,
    due REAL NOT NULL,
    PRIMARY KEY (conversation, turn, name)
) WITHOUT ROWID;

CREATE INDEX timer_due ON timer (due);

CREATE TABLE errand (
    conversation TEXT NOT NULL REFERENCES conversation (id),
    turn INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (conversation, turn, kind)
) WITHOUT ROWID;

CREATE TABLE outgoing (
    key TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversation (id),
    at REAL NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX outgoing_state ON outgoing (state, at);

CREATE TABLE fact (
    conversation TEXT NOT NULL REFERENCES conversation (id),
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
);

CREATE INDEX fact_conversation ON fact (conversation);
