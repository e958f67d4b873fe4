-- Old conversations are looked for by when they last changed, and deleted with all they left.
CREATE INDEX conversation_changed ON conversation (changed);
CREATE INDEX outgoing_conversation ON outgoing (conversation);
