-- The durable host: where a conversation waits and who writes to it, what a node has claimed, what
-- became of each message for others, and how every turn went.
ALTER TABLE conversation ADD COLUMN began REAL NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN gateway TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN gathered TEXT NOT NULL DEFAULT '';
-- Whose turn it is, where several processes serve from one store.
ALTER TABLE conversation ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN owned_until REAL NOT NULL DEFAULT 0;

UPDATE conversation SET began = coalesce(
    (SELECT min(at) FROM message WHERE message.conversation = conversation.id), changed
);

-- Of one address at most one conversation is open: two first messages at once make one.
CREATE UNIQUE INDEX conversation_address ON conversation (gateway, address)
    WHERE gateway <> '' AND ended = 0;
CREATE INDEX conversation_contact ON conversation (contact) WHERE contact <> '';
-- Narrow, so that open and ended ones are counted without reading their sessions.
DROP INDEX conversation_changed;
CREATE INDEX conversation_changed ON conversation (changed, ended);

-- Rows of a turn are written with their conversation in one transaction; to look for it once more
-- at each line would only take time.
ALTER TABLE message RENAME TO message_before;
CREATE TABLE message (
    conversation TEXT NOT NULL,
    number INTEGER NOT NULL,
    at REAL NOT NULL,
    side TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
) WITHOUT ROWID;
INSERT INTO message SELECT conversation, number, at, side, body FROM message_before;
DROP TABLE message_before;

-- What is old is forgotten kind by kind.
CREATE INDEX message_at ON message (at);
CREATE INDEX upload_at ON upload (at);

CREATE TABLE trace (
    conversation TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at REAL NOT NULL,
    event TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    effects TEXT NOT NULL,
    took REAL NOT NULL,
    node TEXT NOT NULL,
    PRIMARY KEY (conversation, revision)
) WITHOUT ROWID;

CREATE INDEX trace_at ON trace (at);

-- Facts are read on from where somebody stopped reading: their numbers never come again.
ALTER TABLE fact RENAME TO fact_before;
DROP INDEX fact_conversation;
CREATE TABLE fact (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
);
INSERT INTO fact (conversation, at, kind, body)
    SELECT conversation, at, kind, body FROM fact_before ORDER BY rowid;
DROP TABLE fact_before;
CREATE INDEX fact_conversation ON fact (conversation);
CREATE INDEX fact_at ON fact (at);

-- A gateway's names for messages count in the gateway, those of our own page in the conversation.
ALTER TABLE taken RENAME TO taken_before;
CREATE TABLE taken (
    scope TEXT NOT NULL,
    message_id TEXT NOT NULL,
    conversation TEXT NOT NULL,
    PRIMARY KEY (scope, message_id)
) WITHOUT ROWID;
INSERT INTO taken SELECT conversation, message_id, conversation FROM taken_before;
DROP TABLE taken_before;
CREATE INDEX taken_conversation ON taken (conversation) WHERE scope <> conversation;

ALTER TABLE timer RENAME TO timer_before;
DROP INDEX timer_due;
CREATE TABLE timer (
    conversation TEXT NOT NULL,
    turn INTEGER NOT NULL,
    name TEXT NOT NULL,
    due REAL NOT NULL,
    holder TEXT NOT NULL,
    PRIMARY KEY (conversation, turn, name)
) WITHOUT ROWID;
INSERT INTO timer SELECT conversation, turn, name, due, '' FROM timer_before;
DROP TABLE timer_before;
CREATE INDEX timer_due ON timer (due);

ALTER TABLE errand RENAME TO errand_before;
CREATE TABLE errand (
    conversation TEXT NOT NULL,
    turn INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    holder TEXT NOT NULL,
    PRIMARY KEY (conversation, turn, kind)
) WITHOUT ROWID;
INSERT INTO errand SELECT conversation, turn, kind, body, '' FROM errand_before;
DROP TABLE errand_before;

-- A message may now belong to no conversation. Until today nobody sent any: what waited so long
-- is not sent unasked.
ALTER TABLE outgoing RENAME TO outgoing_before;
DROP INDEX outgoing_state;
DROP INDEX outgoing_conversation;
CREATE TABLE outgoing (
    key TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    at REAL NOT NULL,
    body TEXT NOT NULL,
    gateway TEXT NOT NULL,
    "to" TEXT NOT NULL,
    state TEXT NOT NULL,
    due REAL NOT NULL,
    tries INTEGER NOT NULL,
    error TEXT NOT NULL,
    sent_as TEXT NOT NULL,
    holder TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO outgoing
    SELECT key, conversation, at, body, '', '', 'failed', 0, 0,
        'Nobody could send it when it was written.', '', ''
    FROM outgoing_before;
DROP TABLE outgoing_before;
CREATE INDEX outgoing_state ON outgoing (state, gateway, at);
CREATE INDEX outgoing_at ON outgoing (at);
CREATE INDEX outgoing_conversation ON outgoing (conversation);
CREATE INDEX outgoing_due ON outgoing (due) WHERE state = 'queued';
CREATE INDEX outgoing_sent_as ON outgoing (gateway, sent_as) WHERE sent_as <> '';

CREATE TABLE node (
    id TEXT PRIMARY KEY,
    until REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE chore (
    name TEXT PRIMARY KEY,
    at REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE bucket (
    name TEXT PRIMARY KEY,
    tokens REAL NOT NULL,
    at REAL NOT NULL
) WITHOUT ROWID;
