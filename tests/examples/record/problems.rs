//! One real problem of each status.

use std::time::Duration;

use anyhow::Context as _;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::{
    Demo,
    common::{
        api::{Api, Call, Known},
        server::{Place, Server},
    },
    recorder::Recorder,
};

const NOBODY: &Known = &Known::Nobody;

fn call<'a>(by: &'a Known, method: Method, path: &'a str, body: Option<&'a Value>) -> Call<'a> {
    Call { by, method, path, headers: &[], body }
}

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo, place: &Place, server: &Server) -> anyhow::Result<()> {
    let operator = demo.log_in(&recorder.api, "system-admin").await?;
    let citizen = demo.log_in(&recorder.api, "citizen").await?;
    refused_reads(recorder, &citizen).await?;
    refused_writes(recorder, demo, &operator).await?;
    slow_body(recorder, server).await?;
    too_many(recorder).await?;
    broken(recorder, place).await
}

async fn refused_reads(recorder: &mut Recorder, citizen: &Known) -> anyhow::Result<()> {
    recorder.bad(400, call(NOBODY, Method::GET, "/v1/complaints?colour=red", None)).await?;
    recorder.bad(401, call(NOBODY, Method::GET, "/v1/me", None)).await?;
    recorder.bad(403, call(citizen, Method::GET, "/v1/users?email=siti.aminah%40padi.example", None)).await?;
    recorder.bad(404, call(NOBODY, Method::GET, "/v1/complaints/KDN-2026-0000000000", None)).await
}

async fn refused_writes(recorder: &mut Recorder, demo: &Demo, operator: &Known) -> anyhow::Result<()> {
    let admin = demo.log_in(&recorder.api, "agency-admin").await?;
    let (number, _) = demo.case("archived", 1)?;
    let path = format!("/v1/complaints/{number}/postpone");
    let body = json!({ "reason": "Data belum lengkap." });
    recorder.bad(409, call(&admin, Method::POST, &path, Some(&body))).await?;
    let old = Call { headers: &[("If-Match", "\"1\"")], ..call(&admin, Method::POST, &path, Some(&body)) };
    recorder.bad(412, old).await?;
    let long = json!({ "reason": "x".repeat(300 * 1024) });
    recorder.bad(413, call(&admin, Method::POST, &path, Some(&long))).await?;
    let typed = Call { headers: &[("Content-Type", "text/plain")], ..call(&admin, Method::POST, &path, Some(&body)) };
    recorder.bad(415, typed).await?;
    let empty = json!({ "class": "praise", "title": "", "body": "", "reporter": { "nik": "12" } });
    recorder.bad(422, call(NOBODY, Method::POST, "/v1/complaints", Some(&empty))).await?;
    let path = format!("/v1/calendar/holidays/{}", demo.nth("holidays", 0)?);
    recorder.bad(428, call(operator, Method::DELETE, &path, None)).await
}

/// A body that stops half way.
async fn slow_body(recorder: &mut Recorder, server: &Server) -> anyhow::Result<()> {
    let address = server.url.strip_prefix("http://").context("an address without scheme")?;
    let mut stream = TcpStream::connect(address).await?;
    let head = "POST /v1/auth/login HTTP/1.1\r\nHost: padi\r\nAccept-Language: en\r\nContent-Type: application/json\r\n\
        Content-Length: 100\r\nConnection: close\r\n\r\n{\"email\":";
    stream.write_all(head.as_bytes()).await?;
    let mut answer = String::new();
    tokio::time::timeout(Duration::from_mins(1), stream.read_to_string(&mut answer)).await??;
    let body = answer.find('{').zip(answer.rfind('}')).map(|(from, to)| &answer[from..=to]);
    recorder.problem(408, serde_json::from_str(body.with_context(|| format!("no problem in {answer}"))?)?)
}

/// Log-ins with a wrong password, on a server that counts.
async fn too_many(recorder: &mut Recorder) -> anyhow::Result<()> {
    let place = Place::new()?;
    let server = place.serve("1").await?;
    let api = Api::new(&server.url)?;
    let body = json!({ "email": "nobody@padi.example", "password": "salah-semua" });
    for _ in 0..20 {
        let answer = api.post(NOBODY, "/v1/auth/login", &body).await?;
        if answer.status == 429 {
            return recorder.problem(429, answer.body);
        }
    }
    anyhow::bail!("twenty log-ins in a row were let through")
}

/// A database that others hold, and one that lacks a table.
async fn broken(recorder: &mut Recorder, place: &Place) -> anyhow::Result<()> {
    let mut database = SqliteConnection::connect(&format!("sqlite:{}", place.data().join("padi.db").display())).await?;
    database.execute("BEGIN IMMEDIATE").await?;
    let body = json!({ "class": "aspiration", "title": "Terima kasih", "body": "Pelayanannya cepat." });
    recorder.bad(503, call(NOBODY, Method::POST, "/v1/complaints", Some(&body))).await?;
    database.execute("COMMIT").await?;
    database.execute("ALTER TABLE rules RENAME TO rules_gone").await?;
    recorder.bad(500, call(NOBODY, Method::GET, "/v1/rules", None)).await
}
