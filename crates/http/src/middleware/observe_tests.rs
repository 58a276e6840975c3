use super::*;
use crate::middleware::{edge, guard};
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service, try_call_service};
use actix_web::{App, HttpResponse, web};
use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};
use std::sync::Mutex;

/// Remembers which counters were asked for, with their labels.
#[derive(Default)]
struct Counted(Mutex<Vec<String>>);

impl Recorder for Counted {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        if key.name() == REQUESTS {
            let labels: Vec<&str> = key.labels().map(metrics::Label::value).collect();
            self.0.lock().unwrap().push(labels.join(" "));
        }
        Counter::noop()
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

async fn explode() -> HttpResponse {
    panic!("on purpose")
}

#[actix_web::test]
async fn requests_are_counted_by_their_routes_even_when_the_handler_panicked() {
    let counted = Counted::default();
    let guarding = metrics::set_default_local_recorder(&counted);
    let app = App::new()
        .route("/cases/{id}", web::get().to(HttpResponse::Ok))
        .route("/cases/{id}/explode", web::post().to(explode))
        .wrap(from_fn(guard::guard))
        .wrap(from_fn(observe))
        .wrap(from_fn(edge::edge));
    let app = init_service(app).await;
    for request in [
        TestRequest::get().uri("/cases/7"),
        TestRequest::post().uri("/cases/7/explode"),
        TestRequest::get().uri("/nowhere"),
    ] {
        // A panic comes out as an error, which the server renders.
        let _ = try_call_service(&app, request.to_request()).await;
    }
    drop(guarding);
    let counted = counted.0.into_inner().unwrap();
    assert_eq!(counted, ["GET /cases/{id} 200", "POST /cases/{id}/explode 500", "GET unmatched 404"]);
}
