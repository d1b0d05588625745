-- Latchkey tokens on SQLite 3.37 or later. The prefix latchkey_ may be replaced throughout.

-- One row for each token. STRICT tables hold no value of another type than their columns have.
CREATE TABLE IF NOT EXISTS latchkey_tokens (
    id                TEXT PRIMARY KEY NOT NULL,
    owner             TEXT NOT NULL,
    description       TEXT NOT NULL,
    scopes            TEXT NOT NULL,
    hash_scheme       TEXT NOT NULL,
    hash              TEXT NOT NULL,
    created_by        TEXT,
    issued_at         INTEGER NOT NULL,
    expires_at        INTEGER,
    revoked_at        INTEGER,
    revoked_by        TEXT,
    revocation_reason TEXT,
    disabled_at       INTEGER,
    disabled_by       TEXT,
    disabling_reason  TEXT,
    -- All of them, the parent last; 26 characters each. The parent is a column of its own for its index.
    ancestors         TEXT NOT NULL,
    parent            TEXT,
    family            TEXT NOT NULL,
    successor         TEXT,
    request_key       TEXT,
    request_digest    TEXT,
    attributes        TEXT NOT NULL,
    details           TEXT NOT NULL,
    -- When the token ended or will end, or 9223372036854775807 for never, which sorts last.
    ends_at           INTEGER NOT NULL,
    version           INTEGER NOT NULL
) STRICT;

-- A repeated issue under one request key is refused, for each owner. Most tokens have no request key and no parent.
CREATE UNIQUE INDEX IF NOT EXISTS latchkey_tokens_request ON latchkey_tokens (owner, request_key)
    WHERE request_key IS NOT NULL;
-- Lists of one owner, by id and by end.
CREATE INDEX IF NOT EXISTS latchkey_tokens_owner ON latchkey_tokens (owner, id);
CREATE INDEX IF NOT EXISTS latchkey_tokens_owner_end ON latchkey_tokens (owner, ends_at, id);
-- The sweep of ended tokens.
CREATE INDEX IF NOT EXISTS latchkey_tokens_end ON latchkey_tokens (ends_at, id);
-- Chains of rotations and derived tokens.
CREATE INDEX IF NOT EXISTS latchkey_tokens_family ON latchkey_tokens (family, id);
CREATE INDEX IF NOT EXISTS latchkey_tokens_parent ON latchkey_tokens (parent, id) WHERE parent IS NOT NULL;

-- When a token was last used and for what: beside the token, because it is written often and is no change of it.
CREATE TABLE IF NOT EXISTS latchkey_uses (
    id           TEXT PRIMARY KEY NOT NULL,
    owner        TEXT NOT NULL,
    last_used_at INTEGER NOT NULL,
    used_scopes  TEXT NOT NULL
) STRICT;
-- Lists of all tokens by last use.
CREATE INDEX IF NOT EXISTS latchkey_uses_last ON latchkey_uses (last_used_at, id);
-- Lists of one owner by last use, and by whether there is one.
CREATE INDEX IF NOT EXISTS latchkey_uses_owner ON latchkey_uses (owner, id, last_used_at);

-- One row: what holds for all tokens, and the end of the change feed.
CREATE TABLE IF NOT EXISTS latchkey_state (
    id                   INTEGER PRIMARY KEY,
    version              INTEGER NOT NULL,
    reject_issued_before INTEGER,
    revocation_bound     INTEGER,
    uses_recorded_since  INTEGER,
    feed_origin          INTEGER NOT NULL,
    feed_sequence        INTEGER NOT NULL,
    feed_nonce           INTEGER NOT NULL
) STRICT;

-- The change feed: one row for each write, with the ids of changed tokens, or the word "state" for latchkey_state.
CREATE TABLE IF NOT EXISTS latchkey_feed (
    seq      INTEGER PRIMARY KEY,
    nonce    INTEGER NOT NULL,
    changed  TEXT NOT NULL,
    made_at  INTEGER NOT NULL
) STRICT;

-- The durable trail: who did what to which token. Ids sort by time. Rows stay when the token is deleted.
CREATE TABLE IF NOT EXISTS latchkey_trail (
    id           TEXT PRIMARY KEY NOT NULL,
    token_id     TEXT NOT NULL,
    owner        TEXT NOT NULL,
    acted_at     INTEGER NOT NULL,
    actor        TEXT,
    action       TEXT NOT NULL,
    reason       TEXT,
    value_before TEXT,
    value_after  TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS latchkey_trail_owner ON latchkey_trail (owner, id);
CREATE INDEX IF NOT EXISTS latchkey_trail_token ON latchkey_trail (token_id, id);
CREATE INDEX IF NOT EXISTS latchkey_trail_actor ON latchkey_trail (actor, id);

-- The row of latchkey_state, with a random origin, by which a feed knows its own positions.
INSERT INTO latchkey_state (id, version, feed_origin, feed_sequence, feed_nonce)
VALUES (1, 0, abs(random() % 9007199254740991), 0, 0)
ON CONFLICT DO NOTHING;
UPDATE latchkey_state SET feed_nonce = feed_origin WHERE feed_sequence = 0;
