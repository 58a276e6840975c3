-- `seq` is the rowid of a case in the three indexes, which hold words and stems from the program and nothing else: neither texts nor
-- the places of words. Every key is of ASCII letters, digits and `_`, so that the tokenizer takes it as it is.
CREATE TABLE search_documents (
    seq integer PRIMARY KEY,
    case_kind text NOT NULL,
    case_id uuid_text NOT NULL,
    UNIQUE (case_kind, case_id)
);
CREATE VIRTUAL TABLE search_public USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
CREATE VIRTUAL TABLE search_reporter USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
CREATE VIRTUAL TABLE search_handlers USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
