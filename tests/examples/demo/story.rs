//! The story: acts one after the other, each shown and checked.

use anyhow::{Context as _, ensure};
use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use super::{
    acts::{self, Act, Expected, Who},
    cast::{self, Cast},
    common::{
        api::{Answer, Api, Known},
        server::Place,
    },
    secret,
    show::{self, Screen, line},
};

/// The zone of Makassar.
const ZONE: &str = "Asia/Makassar";

/// The story as far as it was told.
struct Story {
    api: Api,
    cast: Cast,
    screen: Screen,
    /// The tracking number.
    number: String,
    reporter: Known,
}

/// Tells it all.
pub(crate) async fn tell() -> anyhow::Result<()> {
    let place = Place::new()?;
    cast::make_accounts(&place)?;
    let server = place.serve("off").await?;
    line(
        "Padi: a complaint from submission to closure, and a secret one, over HTTP, with the deadlines of law running.",
    );
    line(&format!("A server of its own listens on {}, over an empty database in a temporary folder.", server.url));
    line(
        "It goes by the sandbox's clock: weeks pass in seconds. 18 to 24 March 2026 are Nyepi, Idulfitri and joint leave.",
    );
    let api = Api::new(&server.url)?;
    set_clock(&api, "2026-03-02T09:00:00+08:00").await?;
    let cast = cast::assemble(&place, &api).await?;
    let mut story = Story { api, cast, screen: Screen::default(), number: String::new(), reporter: Known::Nobody };
    story.submission().await?;
    let handed_on = acts::disposition(&story.cast);
    for act in handed_on.into_iter().chain(acts::handling()).chain(acts::answers()) {
        story.act(act).await?;
    }
    story.silence().await?;
    story.act(acts::reopening()).await?;
    story.timeline().await?;
    secret::tell(&place, &story.api, &story.cast.category).await?;
    line("\nEvery step answered as it must.");
    Ok(())
}

pub(crate) async fn set_clock(api: &Api, to: &str) -> anyhow::Result<Answer> {
    let answer = api.post(&Known::Nobody, "/v1/sandbox/clock/set", &json!({ "now": to })).await?;
    ensure!(answer.status == 200, "the clock can't be set to {to}: {}", answer.body);
    Ok(answer)
}

impl Story {
    fn known(&self, who: Who) -> &Known {
        match who {
            Who::Reporter => &self.reporter,
            Who::Coordinator => &self.cast.coordinator,
            Who::CityAdmin => &self.cast.city_admin,
            Who::Registry => &self.cast.registry_liaison,
            Who::District => &self.cast.district_liaison,
        }
    }

    async fn submission(&mut self) -> anyhow::Result<()> {
        let at = "2026-03-02T09:15:00+08:00";
        set_clock(&self.api, at).await?;
        self.screen.step("A woman in Makassar complains; she has no account", at, ZONE)?;
        let body = json!({
            "class": "complaint",
            "title": "KTP elektronik belum dicetak",
            "body": "Saya merekam data KTP di Makassar tiga bulan lalu, tetapi kartunya belum juga dicetak.",
            "incident_on": "2026-02-27",
            "incident_region_code": "73.71",
            "category_id": self.cast.category,
        });
        let answer = self.api.post(&Known::Nobody, "/v1/complaints", &body).await?;
        show::call("POST", "/v1/complaints", &answer);
        ensure!(answer.status == 201, "201 was expected: {}", answer.body);
        let text = |name: &str| answer.body[name].as_str().map(str::to_owned).with_context(|| format!("no {name}"));
        self.number = text("tracking_number")?;
        self.reporter = Known::Secret(text("tracking_secret")?);
        show::note(&format!("number    {}; its secret is in this answer only", self.number));
        // She named no agency, so the ministry's coordinator receives it, on the clock of Jakarta.
        let deadlines = &[("C1", "running", "2026-03-05")];
        self.check(&Expected { state: "unverified", reporter_may: &["withdraw", "restrict"], deadlines }).await
    }

    async fn act(&mut self, act: Act) -> anyhow::Result<()> {
        set_clock(&self.api, act.at).await?;
        self.screen.step(act.title, act.at, ZONE)?;
        let path = format!("/v1/complaints/{}/{}", self.number, act.path);
        let answer = self.api.post(self.known(act.by), &path, &act.body).await?;
        show::call("POST", &path, &answer);
        ensure!(answer.status == 200, "200 was expected: {}", answer.body);
        self.check(&act.expect).await
    }

    /// Nothing more is said: the case closes by itself.
    async fn silence(&mut self) -> anyhow::Result<()> {
        let at = "2026-04-06T23:00:00+08:00";
        let moved = set_clock(&self.api, at).await?;
        self.screen.step("She says nothing. An hour before her ten working days are over", at, ZONE)?;
        show::call("POST", "/v1/sandbox/clock/set", &moved);
        ensure!(moved.body["acted"] == 0, "nothing is due yet: {}", moved.body);
        self.check(&acts::LAST_HOUR).await?;
        let at = "2026-04-07T00:00:01+08:00";
        let moved = set_clock(&self.api, at).await?;
        self.screen.step("The window has passed: the case closes by itself", at, ZONE)?;
        show::call("POST", "/v1/sandbox/clock/set", &moved);
        ensure!(moved.body["acted"] == 1, "one term has passed: {}", moved.body);
        self.check(&acts::CLOSED).await
    }

    /// What the reporter reads of it all.
    async fn timeline(&mut self) -> anyhow::Result<()> {
        line("\n    What she reads of it:");
        let path = format!("/v1/complaints/{}/timeline", self.number);
        let answer = self.api.get(&self.reporter, &path).await?;
        show::call("GET", &path, &answer);
        ensure!(answer.status == 200, "200 was expected: {}", answer.body);
        let events = answer.body["data"].as_array().context("no events")?;
        for event in events {
            show::event(event, ZONE)?;
        }
        let closings = events.iter().filter(|event| event["kind"] == "complaint.completed").count();
        ensure!(closings == 1, "one closing was expected, not {closings}");
        Ok(())
    }

    /// Shows the case, and compares it with what must be.
    async fn check(&mut self, expect: &Expected) -> anyhow::Result<()> {
        let path = format!("/v1/complaints/{}", self.number);
        let case = self.api.get(&self.reporter, &path).await?.body;
        let mut allowed = Vec::new();
        for who in Who::ALL {
            // Who may not know of the case gets a 404, and may do nothing.
            let seen = self.api.get(self.known(who), &path).await?;
            ensure!(matches!(seen.status, 200 | 404), "{} got {}", who.name(), seen.body);
            let actions = seen.body["allowed_actions"].as_array().into_iter().flatten();
            let actions: Vec<String> = actions.filter_map(Value::as_str).map(str::to_owned).collect();
            allowed.push((who.name(), actions));
        }
        show::state(&case, &allowed);
        self.screen.deadlines(&case)?;
        ensure!(case["state"] == expect.state, "{} was expected, not {}", expect.state, case["state"]);
        let reporter_may = allowed.iter().find(|(who, _)| *who == Who::Reporter.name()).map(|(_, actions)| actions);
        ensure!(
            reporter_may.is_some_and(|actions| actions == expect.reporter_may),
            "the reporter may {reporter_may:?}, not {:?}",
            expect.reporter_may
        );
        expect.deadlines.iter().try_for_each(|expected| check_deadline(&case, *expected))
    }
}

pub(crate) fn check_deadline(case: &Value, (code, state, last_day): (&str, &str, &str)) -> anyhow::Result<()> {
    let all = case["deadlines"].as_array().context("no deadlines")?;
    // The last one of the code: an earlier one may have ended before.
    let found = all.iter().rfind(|deadline| deadline["code"] == code).with_context(|| format!("no deadline {code}"))?;
    ensure!(found["state"] == state, "{code} is {}, not {state}", found["state"]);
    if !last_day.is_empty() {
        let due = DateTime::parse_from_rfc3339(found["due_at"].as_str().unwrap_or_default())?;
        let hours = if found["time_zone"] == "Asia/Jakarta" { 7 } else { 8 };
        let local = due.with_timezone(&FixedOffset::east_opt(hours * 3600).context("no such zone")?);
        let local = local.format("%Y-%m-%d %H:%M:%S").to_string();
        ensure!(local == format!("{last_day} 23:59:59"), "{code} is due {local}, not at the end of {last_day}");
    }
    Ok(())
}
