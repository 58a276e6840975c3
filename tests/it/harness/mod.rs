//! What scenarios stand on: the real server over real sockets, with a database of its own for each test.
//!
//! A scenario is an `async fn name(server: &TestServer)`; [`on_both!`] makes two tests of it, `on_sqlite::name` and
//! `on_postgres::name`. The law's clock stands at Monday 2 March 2026, 10:00 in Makassar, when it begins.

mod case;
mod database;
mod factor;
mod http;
mod objection;
mod people;
mod request;
mod server;
mod trace;
mod upload;

use std::{panic::AssertUnwindSafe, sync::LazyLock};

use futures_util::FutureExt as _;
use tokio::runtime::Runtime;

pub(crate) use case::{Case, accusation, answer, body_of, complaint, supervisory};
pub(crate) use factor::code_of;
pub(crate) use http::{Answer, Caller};
pub(crate) use objection::{Objection, objection, objection_body_of, periodic};
pub(crate) use people::{PASSWORD, Person, Places};
pub(crate) use request::{Request, approve, grant, information, request_body_of, sheet};
pub(crate) use server::{Options, TestServer};
pub(crate) use trace::{logs, statements};
pub(crate) use upload::{SECRET, form, photograph};

/// Which database stands behind a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// When every scenario begins: Monday, 10:00 in Makassar (WITA), 09:00 in Jakarta.
pub(crate) const BEGINNING: &str = "2026-03-02T02:00:00.000Z";

/// One runtime for all servers and all clients: connections outlive the test that made them.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
});

/// Runs a scenario against a server of its own, and clears up whatever comes of it.
pub(crate) fn run(backend: Backend, scenario: impl AsyncFnOnce(&TestServer)) {
    run_with(backend, Options::default(), scenario);
}

/// As [`run`], with other settings of the server.
pub(crate) fn run_with(backend: Backend, options: Options, scenario: impl AsyncFnOnce(&TestServer)) {
    trace::listen();
    RUNTIME.block_on(async {
        let server = TestServer::start(backend, options).await;
        let done = AssertUnwindSafe(scenario(&server)).catch_unwind().await;
        server.stop().await;
        if let Err(panic) = done {
            std::panic::resume_unwind(panic);
        }
    });
}

/// Makes two tests of each scenario, one for each database.
macro_rules! on_both {
    ($($scenario:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $scenario() {
                crate::harness::run(crate::harness::Backend::Sqlite, super::$scenario);
            })+
        }
        mod on_postgres {
            $(#[test] fn $scenario() {
                crate::harness::run(crate::harness::Backend::Postgres, super::$scenario);
            })+
        }
    };
}
pub(crate) use on_both;
