-- Versions of a flow that new conversations begin with; the newest one counts.
CREATE TABLE publication (
    flow TEXT NOT NULL,
    number INTEGER NOT NULL,
    digest TEXT NOT NULL,
    at REAL NOT NULL,
    policy TEXT NOT NULL,
    by TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (flow, number)
) WITHOUT ROWID;

INSERT INTO publication SELECT flow, 1, digest, 0, 'pin', '', '' FROM edition;
DROP TABLE edition;

-- People. `merged` is the contact that stands for this one too, '' when none does.
CREATE TABLE contact (
    id TEXT PRIMARY KEY,
    at REAL NOT NULL,
    merged TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX contact_merged ON contact (merged);
CREATE INDEX contact_at ON contact (at);

CREATE TABLE identity (
    gateway TEXT NOT NULL,
    address TEXT NOT NULL,
    contact TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    at REAL NOT NULL,
    PRIMARY KEY (gateway, address)
) WITHOUT ROWID;

CREATE INDEX identity_contact ON identity (contact);

-- A value '' was forgotten: it hides what a merged contact had under that name.
CREATE TABLE attribute (
    contact TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (contact, name)
) WITHOUT ROWID;

-- A tag that was taken off stays as a row, for the same reason.
CREATE TABLE tag (
    subject TEXT NOT NULL,
    tag TEXT NOT NULL,
    at REAL NOT NULL,
    is_set INTEGER NOT NULL,
    PRIMARY KEY (subject, tag)
) WITHOUT ROWID;

CREATE TABLE consent (
    number INTEGER PRIMARY KEY,
    contact TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    channel TEXT NOT NULL,
    given INTEGER NOT NULL,
    wording TEXT NOT NULL,
    how TEXT NOT NULL,
    at REAL NOT NULL
);

CREATE INDEX consent_contact ON consent (contact);

-- Secrets that programs and operators show, as their hashes.
CREATE TABLE token (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    at REAL NOT NULL,
    ends REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE subscription (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    secret TEXT NOT NULL,
    at REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL
);

CREATE INDEX audit_at ON audit (at);
