//! The index of search: what is stored for a case, and the question whether a document has all words. What the databases say
//! differently about it is here.
//!
//! Keys come from outside as `[a-z0-9_]+`, words and stems alike; neither database cuts or stems anything itself.

use padi_kernel::event::Audience;
use sea_orm::{
    ConnectionTrait as _, DatabaseBackend, Statement, Value,
    sea_query::{Expr, SimpleExpr},
};
use uuid::Uuid;

use crate::db::{Conn, Error, Tx};

/// The keys by which each audience may find a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documents {
    /// Everybody; absent while the public may not know of the case.
    pub public: Option<Vec<String>>,
    /// The reporter.
    pub reporter: Vec<String>,
    /// The handlers.
    pub handlers: Vec<String>,
}

/// What is looked for, in which document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The document of this audience.
    pub document: Audience,
    /// For each word its keys, any of which will do; not empty.
    pub words: Vec<Vec<String>>,
}

/// Stores the documents of a case instead of those that it had.
pub async fn store(tx: &Tx, case_kind: &str, case: Uuid, documents: &Documents) -> Result<(), Error> {
    let conn = Conn::from(tx);
    match conn.0.get_database_backend() {
        DatabaseBackend::Postgres => store_vectors(&conn, case_kind, case, documents).await,
        _ => store_rows(&conn, case_kind, case, documents).await,
    }
}

async fn store_vectors(conn: &Conn<'_>, case_kind: &str, case: Uuid, documents: &Documents) -> Result<(), Error> {
    let statement =
        "INSERT INTO search_documents AS old (case_kind, case_id, public_words, reporter_words, handler_words)
        VALUES ($1, $2, array_to_tsvector(string_to_array($3, ' ')), array_to_tsvector(string_to_array($4, ' ')),
            array_to_tsvector(string_to_array($5, ' ')))
        ON CONFLICT (case_kind, case_id) DO UPDATE SET public_words = excluded.public_words,
            reporter_words = excluded.reporter_words, handler_words = excluded.handler_words
        WHERE (old.public_words, old.reporter_words, old.handler_words)
            IS DISTINCT FROM (excluded.public_words, excluded.reporter_words, excluded.handler_words)";
    let Documents { public, reporter, handlers } = documents;
    let values = [
        case_kind.into(),
        case.into(),
        public.as_ref().map(|keys| keys.join(" ")).into(),
        reporter.join(" ").into(),
        handlers.join(" ").into(),
    ];
    run(conn, statement, values).await
}

async fn store_rows(conn: &Conn<'_>, case_kind: &str, case: Uuid, documents: &Documents) -> Result<(), Error> {
    let statement = "INSERT INTO search_documents (case_kind, case_id) VALUES (?, ?)
        ON CONFLICT (case_kind, case_id) DO UPDATE SET case_kind = excluded.case_kind RETURNING seq";
    let numbered = Statement::from_sql_and_values(DatabaseBackend::Sqlite, statement, [case_kind.into(), case.into()]);
    let row = conn.0.query_one_raw(numbered).await?;
    let seq: i64 = row.ok_or_else(|| missing(case))?.try_get("", "seq")?;
    let Documents { public, reporter, handlers } = documents;
    let all = [
        (Audience::Public, public.as_ref()),
        (Audience::Reporter, Some(reporter)),
        (Audience::Handlers, Some(handlers)),
    ];
    for (audience, keys) in all {
        let table = table(audience);
        match keys {
            Some(keys) => {
                let statement = format!("INSERT OR REPLACE INTO {table} (rowid, words) VALUES (?, ?)");
                run(conn, &statement, [seq.into(), keys.join(" ").into()]).await?;
            }
            None => run(conn, &format!("DELETE FROM {table} WHERE rowid = ?"), [seq.into()]).await?,
        }
    }
    Ok(())
}

/// Removes the documents of a case that is gone.
pub async fn remove(tx: &Tx, case_kind: &str, case: Uuid) -> Result<(), Error> {
    let conn = Conn::from(tx);
    if conn.0.get_database_backend() != DatabaseBackend::Postgres {
        for audience in [Audience::Public, Audience::Reporter, Audience::Handlers] {
            let statement = format!(
                "DELETE FROM {} WHERE rowid IN (SELECT seq FROM search_documents WHERE case_kind = ? AND case_id = ?)",
                table(audience)
            );
            run(&conn, &statement, [case_kind.into(), case.into()]).await?;
        }
    }
    let statement = match conn.0.get_database_backend() {
        DatabaseBackend::Postgres => "DELETE FROM search_documents WHERE case_kind = $1 AND case_id = $2",
        _ => "DELETE FROM search_documents WHERE case_kind = ? AND case_id = ?",
    };
    run(&conn, statement, [case_kind.into(), case.into()]).await
}

/// From so many cases on, SQLite does not gather all that have the words: it walks the list and asks of each.
const COMMON: i64 = 2_000;

/// Whether the document of the row's case has all that is sought, as a condition over the table of the cases. What was typed is never
/// part of the statement: the words are a value.
pub(crate) async fn has(
    conn: &Conn<'_>,
    case_kind: &str,
    cases: &'static str,
    sought: &Sought,
) -> Result<SimpleExpr, Error> {
    if conn.0.get_database_backend() == DatabaseBackend::Postgres {
        let words = match sought.document {
            Audience::Public => "public_words",
            Audience::Reporter => "reporter_words",
            Audience::Handlers => "handler_words",
        };
        let condition = format!(
            "EXISTS (SELECT 1 FROM search_documents AS found WHERE found.case_kind = $1 AND found.case_id = {cases}.id \
             AND found.{words} @@ CAST($2 AS tsquery))"
        );
        let phrase = sought.phrased("'", " | ", " & ");
        return Ok(Expr::cust_with_values(condition, [Value::from(case_kind), phrase.into()]));
    }
    let table = table(sought.document);
    let phrase = sought.phrased("\"", " OR ", " AND ");
    // PostgreSQL knows by its statistics which way is shorter; SQLite knows nothing of what is in an index of words.
    let condition = if is_common(conn, table, &phrase).await? {
        format!(
            "(SELECT found.seq FROM search_documents AS found WHERE found.case_kind = ? AND found.case_id = {cases}.id) \
             IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)"
        )
    } else {
        format!(
            "{cases}.id IN (SELECT found.case_id FROM {table} JOIN search_documents AS found ON found.seq = {table}.rowid \
             WHERE found.case_kind = ? AND {table} MATCH ?)"
        )
    };
    Ok(Expr::cust_with_values(condition, [Value::from(case_kind), phrase.into()]))
}

async fn is_common(conn: &Conn<'_>, table: &str, phrase: &str) -> Result<bool, Error> {
    let statement = format!("SELECT count(*) AS n FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT {COMMON})");
    let counted = Statement::from_sql_and_values(DatabaseBackend::Sqlite, statement, [phrase.into()]);
    let row = conn.0.query_one_raw(counted).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(count >= COMMON)
}

impl Sought {
    /// As a database's language has it. Keys hold no quote, so that quoted they mean themselves.
    fn phrased(&self, quote: &str, or: &str, and: &str) -> String {
        let either = |keys: &Vec<String>| {
            let quoted: Vec<String> = keys.iter().map(|key| format!("{quote}{key}{quote}")).collect();
            format!("({})", quoted.join(or))
        };
        self.words.iter().map(either).collect::<Vec<_>>().join(and)
    }
}

/// SQLite's index of that audience's documents.
fn table(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "search_public",
        Audience::Reporter => "search_reporter",
        Audience::Handlers => "search_handlers",
    }
}

async fn run(conn: &Conn<'_>, statement: &str, values: impl IntoIterator<Item = Value>) -> Result<(), Error> {
    conn.0.execute_raw(Statement::from_sql_and_values(conn.0.get_database_backend(), statement, values)).await?;
    Ok(())
}

fn missing(case: Uuid) -> Error {
    Error::Inconsistent {
        table: "search_documents",
        id: case.to_string(),
        what: "an upsert gave back no row".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sought_is_a_value_of_quoted_keys() {
        let words = vec![vec!["pelayanan".to_owned(), "layan".to_owned()], vec!["ktp".to_owned()]];
        let sought = Sought { document: Audience::Public, words };
        assert_eq!(sought.phrased("'", " | ", " & "), "('pelayanan' | 'layan') & ('ktp')");
        assert_eq!(sought.phrased("\"", " OR ", " AND "), "(\"pelayanan\" OR \"layan\") AND (\"ktp\")");
    }
}
