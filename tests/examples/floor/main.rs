//! The floor of `make bench`: what actix-web and sea-orm cost when nothing but the SQL and the JSON is left.
//!
//! It sends the statements that `padi` sends, over the same rows, and answers JSON of the same form and size. It has no rules, no
//! accounts, no sealing, no problems, no logs: the caller is a constant, a written row is a copy of one that `padi` wrote. What is
//! dearer in `padi` is what we added. The benchmark counts the statements of both and fails where they differ.
//!
//! Usage: `floor DATABASE_URL PORT`; what `padi` answered to each call comes as `PUT /shape/{call}`, to learn its size.

mod entity;
mod json;
mod read;
mod template;
mod write;

use std::sync::Mutex;

use actix_web::{App, HttpResponse, HttpServer, put, web};
use anyhow::Context as _;
use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use template::Template;

/// What every handler is given.
pub(crate) struct Floor {
    pub(crate) db: DatabaseConnection,
    pub(crate) template: Template,
    /// How many bytes `padi` answers to each kind of call more than we would.
    shapes: Mutex<Vec<(String, usize)>>,
}

impl Floor {
    /// What fills an answer of that kind up to the size of `padi`'s.
    pub(crate) fn filling(&self, call: &str) -> usize {
        let shapes = self.shapes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        shapes.iter().find(|(name, _)| name == call).map_or(0, |(_, filling)| *filling)
    }
}

#[put("/shape/{call}")]
async fn shape(floor: web::Data<Floor>, call: web::Path<String>, filling: String) -> HttpResponse {
    let Ok(filling) = filling.parse() else { return HttpResponse::BadRequest().finish() };
    let mut shapes = floor.shapes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    shapes.push((call.into_inner(), filling));
    HttpResponse::NoContent().finish()
}

/// An error as the framework tells it.
pub(crate) fn failed(error: sea_orm::DbErr) -> actix_web::Error {
    actix_web::error::ErrorInternalServerError(error.to_string())
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: floor DATABASE_URL PORT";
    let (url, port) = (arguments.next().context(usage)?, arguments.next().context(usage)?);
    // As many connections as the product's pool has; everything else as the library has it.
    let mut options = ConnectOptions::new(url);
    options.max_connections(16).sqlx_logging(false);
    let db = Database::connect(options).await?;
    let template = Template::load(&db).await?;
    let floor = web::Data::new(Floor { db, template, shapes: Mutex::default() });
    let workers = std::thread::available_parallelism()?.get();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(floor.clone())
            .service(shape)
            .service(read::one)
            .service(read::public)
            .service(read::inbox)
            .service(write::create)
            .service(write::verify)
    });
    Ok(server.workers(workers).bind(format!("127.0.0.1:{port}"))?.run().await?)
}
