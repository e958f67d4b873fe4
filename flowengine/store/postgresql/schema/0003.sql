-- What queues promise, and since when: every report asks for it.
CREATE INDEX desk_log_declared ON desk_log (queue, number) WHERE kind = 'declared';
