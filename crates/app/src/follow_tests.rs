//! Two processes that follow one log over an embedded database.

use std::path::Path;

use padi_complaints::{complaint::Incident, identity::Identity, state::Class};
use padi_persistence::settings;

use super::*;
use crate::{
    caller::Caller,
    complaints::submit::Submission,
    files::Storage,
    idempotency::Reply,
    open::{Durability, Opening},
};

const NOTES: &[Consumer] = &[Consumer { name: "notes", take: note }];
const BROKEN: &[Consumer] = &[Consumer { name: "broken", take: fail }, Consumer { name: "after", take: note }];

/// Notes each position behind those before it.
fn note<'a>(_: &'a App, tx: &'a Tx, batch: &'a [LoggedEvent]) -> Work<'a, ()> {
    Box::pin(async move {
        let mut noted = settings::lock(tx, "noted", "").await?;
        for event in batch {
            assert_eq!(event.kind, "complaint.submitted");
            noted.push_str(&event.position.to_string());
            noted.push(' ');
        }
        Ok(settings::set(tx, "noted", &noted).await?)
    })
}

/// Leaves something behind and fails.
fn fail<'a>(_: &'a App, tx: &'a Tx, _: &'a [LoggedEvent]) -> Work<'a, ()> {
    Box::pin(async move {
        settings::set(tx, "half", "done").await?;
        Err(Error::internal("broken"))
    })
}

async fn app(folder: &Path) -> App {
    App::open(Opening {
        database_url: &format!("sqlite:{}", folder.join("padi.db").display()),
        durability: Durability::Process,
        keys: &folder.join("keys"),
        storage: Storage { folder: &folder.join("files"), url: None },
        sandbox: true,
        public_url: "https://padi.example",
    })
    .await
    .unwrap()
}

async fn submit(app: &App) {
    let submission = Submission {
        class: Class::Aspiration,
        title: "Lampu jalan".to_owned(),
        body: "Mohon lampu jalan ditambah.".to_owned(),
        incident: Incident::default(),
        target_agency_id: None,
        category_id: None,
        is_anonymous: false,
        is_secret: false,
        reporter: Identity::default(),
        subject: None,
        channel: None,
        received_at: None,
    };
    let submitted = app.submit_complaint(Caller::anonymous(), submission, None, |_| Reply::json(201, &"ok"));
    submitted.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_event_has_its_effect_once_and_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (app(folder.path()).await, app(folder.path()).await);
    for _ in 0..12 {
        submit(&one).await;
    }
    assert_eq!(one.follow(NOTES).await.unwrap(), 0, "nothing is numbered yet");
    one.number_events().await.unwrap();
    let (first, second) = tokio::join!(one.follow(NOTES), other.follow(NOTES));
    assert_eq!(first.unwrap() + second.unwrap(), 12);
    submit(&other).await;
    other.number_events().await.unwrap();
    assert_eq!(other.follow(NOTES).await.unwrap(), 1);
    assert_eq!(one.follow(NOTES).await.unwrap(), 0);
    let noted = settings::get(one.db(), "noted").await.unwrap().unwrap();
    assert_eq!(noted, "1 2 3 4 5 6 7 8 9 10 11 12 13 ");
}

#[tokio::test]
async fn a_consumer_that_fails_leaves_nothing_and_holds_up_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path()).await;
    submit(&app).await;
    app.number_events().await.unwrap();
    app.follow(BROKEN).await.unwrap_err();
    assert_eq!(settings::get(app.db(), "half").await.unwrap(), None);
    assert_eq!(settings::get(app.db(), "noted").await.unwrap().as_deref(), Some("1 "));
    assert_eq!(event_consumers::position(app.db(), "broken").await.unwrap(), 0);
}
