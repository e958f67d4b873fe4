-- Files that people sent, as they may be kept. They go with their conversation.
CREATE TABLE upload (
    conversation TEXT NOT NULL REFERENCES conversation (id),
    id TEXT NOT NULL,
    at REAL NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (conversation, id)
);

-- Written to find out whether anything can be written.
CREATE TABLE pulse (beats INTEGER NOT NULL);
INSERT INTO pulse VALUES (0);
