//! What the process writes into its log, and which statements each request sends to the database.

use std::{
    collections::HashMap,
    io::Write,
    sync::{Mutex, Once},
};

use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id},
};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::Targets,
    fmt::MakeWriter,
    layer::{Context, SubscriberExt as _},
    registry::LookupSpan,
    util::SubscriberInitExt as _,
};

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static STATEMENTS: Mutex<Option<HashMap<String, Vec<String>>>> = Mutex::new(None);
static ONCE: Once = Once::new();

/// Begins to listen, once a process: the log as the program writes it, and more of it.
pub(super) fn listen() {
    ONCE.call_once(|| {
        // As in `main`: statements with their values would be personal data in a log.
        let filter = EnvFilter::new(
            "info,padi_app=trace,padi_http=trace,padi_persistence=trace,padi_complaints=trace,padi_worker=trace,sea_orm=debug,sqlx=off",
        );
        let logs = tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(Log).with_filter(filter);
        let wanted = Targets::new().with_target("sqlx::query", Level::TRACE).with_target("padi_http", Level::INFO);
        tracing_subscriber::registry().with(logs).with(Statements.with_filter(wanted)).init();
    });
}

/// All that was logged so far, by every test of the process.
pub(crate) fn logs() -> String {
    String::from_utf8_lossy(&LOG.lock().expect("the log")).into_owned()
}

/// What was logged for the request with that trace id.
pub(crate) fn logged_for(trace_id: &str) -> String {
    logs().lines().filter(|line| line.contains(trace_id)).collect::<Vec<_>>().join("\n")
}

/// The statements of the request with that trace id, without those of transactions and of the pool.
pub(crate) fn statements(trace_id: &str) -> Vec<String> {
    let all = STATEMENTS.lock().expect("statements");
    let found = all.as_ref().and_then(|all| all.get(trace_id)).cloned().unwrap_or_default();
    found.into_iter().filter(|statement| !is_frame(statement)).collect()
}

fn is_frame(statement: &str) -> bool {
    let start = statement.trim_start().to_uppercase();
    ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ", "SELECT NOW() <>"]
        .iter()
        .any(|frame| start.starts_with(frame))
}

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}

/// Keeps each statement under the trace id of the request that sent it.
struct Statements;

struct TraceId(String);

#[derive(Default)]
struct Texts {
    trace_id: Option<String>,
    summary: Option<String>,
    whole: Option<String>,
}

impl Visit for Texts {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "trace_id" => self.trace_id = Some(value.to_owned()),
            "summary" => self.summary = Some(value.to_owned()),
            "db.statement" => self.whole = Some(value.trim().to_owned()).filter(|text| !text.is_empty()),
            _ => {}
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Statements {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut texts = Texts::default();
        attributes.record(&mut texts);
        if let (Some(trace_id), Some(span)) = (texts.trace_id, context.span(id)) {
            span.extensions_mut().insert(TraceId(trace_id));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if event.metadata().target() != "sqlx::query" {
            return;
        }
        let mut texts = Texts::default();
        event.record(&mut texts);
        let request = context.event_scope(event).and_then(|scope| {
            scope.from_root().find_map(|span| span.extensions().get::<TraceId>().map(|TraceId(id)| id.clone()))
        });
        if let (Some(request), Some(statement)) = (request, texts.whole.or(texts.summary)) {
            let mut all = STATEMENTS.lock().expect("statements");
            all.get_or_insert_default().entry(request).or_default().push(statement);
        }
    }
}
