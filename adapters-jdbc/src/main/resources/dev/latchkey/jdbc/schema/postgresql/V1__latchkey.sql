-- Latchkey tokens on PostgreSQL 12 or later. The prefix latchkey_ may be replaced throughout.

-- One row for each token. Text that identifies is compared byte by byte (COLLATE "C").
CREATE TABLE IF NOT EXISTS latchkey_tokens (
    id                VARCHAR(26) COLLATE "C" PRIMARY KEY,
    owner             VARCHAR(255) COLLATE "C" NOT NULL,
    description       VARCHAR(255) NOT NULL,
    scopes            TEXT NOT NULL,
    hash_scheme       VARCHAR(255) NOT NULL,
    hash              VARCHAR(255) NOT NULL,
    created_by        VARCHAR(255) COLLATE "C",
    issued_at         BIGINT NOT NULL,
    expires_at        BIGINT,
    revoked_at        BIGINT,
    revoked_by        VARCHAR(255) COLLATE "C",
    revocation_reason VARCHAR(255),
    disabled_at       BIGINT,
    disabled_by       VARCHAR(255) COLLATE "C",
    disabling_reason  VARCHAR(255),
    -- All of them, the parent last; 26 characters each. The parent is a column of its own for its index.
    ancestors         VARCHAR(208) COLLATE "C" NOT NULL,
    parent            VARCHAR(26) COLLATE "C",
    family            VARCHAR(26) COLLATE "C" NOT NULL,
    successor         VARCHAR(26) COLLATE "C",
    request_key       VARCHAR(255) COLLATE "C",
    request_digest    VARCHAR(255),
    attributes        TEXT NOT NULL,
    details           TEXT NOT NULL,
    -- When the token ended or will end, or 9223372036854775807 for never, which sorts last.
    ends_at           BIGINT NOT NULL,
    version           BIGINT NOT NULL
);

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
    id           VARCHAR(26) COLLATE "C" PRIMARY KEY,
    owner        VARCHAR(255) COLLATE "C" NOT NULL,
    last_used_at BIGINT NOT NULL,
    used_scopes  TEXT NOT NULL
);
-- Lists of all tokens by last use.
CREATE INDEX IF NOT EXISTS latchkey_uses_last ON latchkey_uses (last_used_at, id);
-- Lists of one owner by last use, and by whether there is one.
CREATE INDEX IF NOT EXISTS latchkey_uses_owner ON latchkey_uses (owner, id, last_used_at);

-- One row: what holds for all tokens, and the end of the change feed.
CREATE TABLE IF NOT EXISTS latchkey_state (
    id                   INTEGER PRIMARY KEY,
    version              BIGINT NOT NULL,
    reject_issued_before BIGINT,
    revocation_bound     BIGINT,
    uses_recorded_since  BIGINT,
    feed_origin          BIGINT NOT NULL,
    feed_sequence        BIGINT NOT NULL,
    feed_nonce           BIGINT NOT NULL
);

-- The change feed: one row for each write, with the ids of changed tokens, or the word "state" for latchkey_state.
CREATE TABLE IF NOT EXISTS latchkey_feed (
    seq      BIGINT PRIMARY KEY,
    nonce    BIGINT NOT NULL,
    changed  TEXT NOT NULL,
    made_at  BIGINT NOT NULL
);

-- The durable trail: who did what to which token. Ids sort by time. Rows stay when the token is deleted.
CREATE TABLE IF NOT EXISTS latchkey_trail (
    id           VARCHAR(26) COLLATE "C" PRIMARY KEY,
    token_id     VARCHAR(26) COLLATE "C" NOT NULL,
    owner        VARCHAR(255) COLLATE "C" NOT NULL,
    acted_at     BIGINT NOT NULL,
    actor        VARCHAR(255) COLLATE "C",
    action       VARCHAR(32) NOT NULL,
    reason       VARCHAR(255),
    value_before TEXT,
    value_after  TEXT
);
CREATE INDEX IF NOT EXISTS latchkey_trail_owner ON latchkey_trail (owner, id);
CREATE INDEX IF NOT EXISTS latchkey_trail_token ON latchkey_trail (token_id, id);
CREATE INDEX IF NOT EXISTS latchkey_trail_actor ON latchkey_trail (actor, id);

-- The row of latchkey_state, with a random origin, by which a feed knows its own positions.
INSERT INTO latchkey_state (id, version, feed_origin, feed_sequence, feed_nonce)
SELECT 1, 0, origin.nonce, 0, origin.nonce
FROM (SELECT CAST(random() * 9007199254740991 AS BIGINT) AS nonce) AS origin
ON CONFLICT DO NOTHING;
