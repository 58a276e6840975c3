-- Words and stems come from the program, as sets: no configuration of this server has a say in what is found.
CREATE TABLE search_documents (
    case_kind text NOT NULL,
    case_id uuid NOT NULL,
    -- NULL while the public may not know of the case.
    public_words tsvector,
    reporter_words tsvector NOT NULL,
    handler_words tsvector NOT NULL,
    PRIMARY KEY (case_kind, case_id)
);
CREATE INDEX search_documents_public ON search_documents USING gin (public_words);
CREATE INDEX search_documents_reporter ON search_documents USING gin (reporter_words);
CREATE INDEX search_documents_handlers ON search_documents USING gin (handler_words);
-- With the usual hundred, a word that is not among the commonest counts as one that many cases have, and the planner walks the whole
-- list for it instead of asking the index.
ALTER TABLE search_documents
    ALTER COLUMN public_words SET STATISTICS 1000,
    ALTER COLUMN reporter_words SET STATISTICS 1000,
    ALTER COLUMN handler_words SET STATISTICS 1000;
