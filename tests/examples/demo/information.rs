//! `make demo-information`: a request for public information from the counter to the end of its objection, over the holidays of May and
//! June 2026. The last days of the terms were counted by hand, on a calendar.

use anyhow::{Context as _, ensure};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    cast,
    common::{
        api::{Answer, Api, Call, Known},
        server::Place,
    },
    show::{self, Screen, line},
    story::{check_deadline, set_clock},
};

const ZONE: &str = "Asia/Makassar";

/// A deadline as it must be: code, state and, where it runs, the last day in local time.
type Clock = (&'static str, &'static str, &'static str);

/// Whoever takes part.
struct Cast {
    ppid: Known,
    unit: Known,
    team: Known,
    superior: Known,
    city: Value,
    registry: Value,
}

/// The story as far as it was told.
struct Story<'a> {
    api: &'a Api,
    cast: Cast,
    screen: Screen,
    request: String,
    objection: String,
    applicant: Known,
}

/// Tells it all.
pub(crate) async fn tell() -> anyhow::Result<()> {
    let place = Place::new()?;
    cast::make_accounts(&place)?;
    let server = place.serve("off").await?;
    line("Padi: a request for public information, from the counter to the end of its objection, over HTTP.");
    line(&format!("A server of its own listens on {}, over an empty database in a temporary folder.", server.url));
    line("14 and 15, 27 and 28 May, 1 and 16 June 2026 are holidays or joint leave.");
    let api = Api::new(&server.url)?;
    set_clock(&api, "2026-05-11T08:00:00+08:00").await?;
    let cast = assemble(&place, &api).await?;
    let mut story = Story {
        api: &api,
        cast,
        screen: Screen::default(),
        request: String::new(),
        objection: String::new(),
        applicant: Known::Nobody,
    };
    story.counter().await?;
    story.work().await?;
    let test = story.test().await?;
    story.notice(&test).await?;
    story.objection().await?;
    story.end().await?;
    story.register().await?;
    line("\nEvery step answered as it must.");
    Ok(())
}

async fn assemble(place: &Place, api: &Api) -> anyhow::Result<Cast> {
    let of_all = cast::assemble(place, api).await?;
    for (name, role, agency) in [
        ("ppid", "ppid", "73.71"),
        ("ppid-unit", "ppid_unit", "73.71.disdukcapil"),
        ("team", "consideration_team", "73.71"),
        ("superior", "ppid_superior", "73.71"),
    ] {
        cast::make(place, name, role, agency)?;
    }
    Ok(Cast {
        ppid: cast::log_in(api, "ppid").await?,
        unit: cast::log_in(api, "ppid-unit").await?,
        team: cast::log_in(api, "team").await?,
        superior: cast::log_in(api, "superior").await?,
        city: of_all.city,
        registry: of_all.registry,
    })
}

impl Story<'_> {
    /// It comes in, and is completed.
    async fn counter(&mut self) -> anyhow::Result<()> {
        self.at("The information officer records what a man asks for at the counter", "2026-05-11T10:00:00+08:00")
            .await?;
        let body = json!({
            "agency_id": self.cast.city,
            "applicant": {
                "kind": "individual", "name": "Rahmat Hidayat", "address": "Jl. Sulawesi 7, Makassar",
                "phone": "0411-7654321", "occupation": "Peneliti",
            },
            "information": "Salinan kontrak pencetakan KTP elektronik tahun 2025.",
            "purpose": "Penelitian tentang biaya pelayanan.",
            "access_method": "copy",
            "copy_form": "soft",
            "delivery_method": "email",
            "channel": "face_to_face",
            "received_at": "2026-05-11T10:00:00+08:00",
        });
        let ppid = self.cast.ppid.clone();
        let answer = self.call(&ppid, Method::POST, "/v1/information-requests", &body, 201).await?;
        let text = |name: &str| answer.body[name].as_str().map(str::to_owned).with_context(|| format!("no {name}"));
        self.request = format!("/v1/information-requests/{}", text("tracking_number")?);
        self.applicant = Known::Secret(text("tracking_secret")?);
        show::note(&format!("registered  {}", text("registration_number")?));
        show::note(&format!("missing     {}", answer.body["missing"]));
        self.check("submitted", &[("R1", "running", "2026-05-18"), ("R3", "running", "2026-05-29")]).await?;
        let missing = json!({ "missing": ["applicant.nik"], "reason": "NIK diperlukan untuk pendaftaran." });
        self.act(
            "She asks for his identity number, once",
            "2026-05-12T09:00:00+08:00",
            &ppid,
            "ask-completion",
            missing,
        )
        .await?;
        self.check("incomplete", &[("R1", "met", ""), ("R3", "cancelled", ""), ("R2", "running", "2026-05-19")])
            .await?;
        let nik = json!({ "applicant": { "nik": "7371010101019999" } });
        let applicant = self.applicant.clone();
        self.act("He completes it: the ten days begin", "2026-05-18T10:00:00+08:00", &applicant, "complete", nik)
            .await?;
        self.check("registered", &[("R2", "met", ""), ("R3", "running", "2026-06-04")]).await
    }

    /// A unit looks for it, and the notice is put off.
    async fn work(&mut self) -> anyhow::Result<()> {
        let (ppid, unit) = (self.cast.ppid.clone(), self.cast.unit.clone());
        let to_unit = json!({ "unit_id": self.cast.registry, "note": "Mohon kontrak tahun 2025." });
        self.act("The registry office is to look for it", "2026-05-19T09:00:00+08:00", &ppid, "assign", to_unit)
            .await?;
        self.check("in_search", &[("R6", "running", "2026-05-26")]).await?;
        let material = json!({ "text": "Kontrak ada, 24 halaman; lampirannya memuat rekening perorangan." });
        self.act("It hands the contract in", "2026-05-25T15:00:00+08:00", &unit, "submit-material", material).await?;
        self.check("review", &[("R6", "met", ""), ("R3", "running", "2026-06-04")]).await?;
        let reason = json!({ "reason_code": "exemption_undecided", "text": "Sebagian lampiran masih diuji." });
        self.act("The notice is put off, once, in writing", "2026-06-02T10:00:00+08:00", &ppid, "extend", reason)
            .await?;
        self.check("review", &[("R3", "met", ""), ("R4", "running", "2026-06-15")]).await
    }

    /// The consequences of opening the attachment are tested.
    async fn test(&mut self) -> anyhow::Result<String> {
        let ppid = self.cast.ppid.clone();
        let subject = json!({ "information": "Nomor rekening perorangan pada lampiran kontrak." });
        let (title, at) =
            ("What would follow if the account numbers were opened is tested", "2026-06-03T09:00:00+08:00");
        let begun = self.act(title, at, &ppid, "start-consequence-test", subject).await?;
        self.check("in_test", &[("R4", "running", "2026-06-15")]).await?;
        let id = begun.body["id"].as_str().context("no id")?;
        let drafts = format!("/v1/consequence-tests?request_id={id}");
        let drafts = self.call(&ppid, Method::GET, &drafts, &Value::Null, 200).await?;
        let test = drafts.body["data"][0]["id"].as_str().context("no test")?.to_owned();
        let path = format!("/v1/consequence-tests/{test}");
        self.at("The consideration team writes the sheet", "2026-06-05T10:00:00+08:00").await?;
        let sheet = json!({
            "ground": "17h",
            "law": "UU 27/2022 tentang Pelindungan Data Pribadi",
            "consequence_if_opened": "Rekening perorangan dapat disalahgunakan.",
            "consequence_if_closed": "Biaya tetap dapat diperiksa dari nilai kontrak.",
            "public_interest": "Pengawasan atas biaya pelayanan.",
            "period": { "from": "2026-06-08", "until": "2026-12-31" },
            "outcome": "partial_redact",
            "participants": ["PPID Kota Makassar", "Bagian Hukum"],
            "held_on": "2026-06-05",
        });
        let (team, superior) = (self.cast.team.clone(), self.cast.superior.clone());
        self.call(&team, Method::PATCH, &path, &sheet, 200).await?;
        self.call(&team, Method::POST, &format!("{path}/submit"), &json!({}), 200).await?;
        self.at("The superior approves it by decree: it enters the public list", "2026-06-08T10:00:00+08:00").await?;
        let decree = json!({ "decree_number": "188.4/17/PPID/2026" });
        self.call(&superior, Method::POST, &format!("{path}/approve"), &decree, 200).await?;
        let list = self.call(&Known::Nobody, Method::GET, "/v1/exemptions", &Value::Null, 200).await?;
        let entry = &list.body["data"][0];
        ensure!(entry["partial"] == true && entry["ends_on"] == "2026-12-31", "it is not on the list: {}", list.body);
        show::note(&format!("exempt      {} until {}", entry["information"], entry["ends_on"]));
        self.check("review", &[("R4", "running", "2026-06-15")]).await?;
        Ok(test)
    }

    /// A part is given.
    async fn notice(&mut self, test: &str) -> anyhow::Result<()> {
        let ppid = self.cast.ppid.clone();
        let redaction = json!({ "part": "Nomor rekening", "ground": "17h", "consequence_test_id": test });
        let notice = json!({
            "text": "Kontrak diberikan dengan penghitaman nomor rekening perorangan.",
            "form": "Salinan elektronik", "means": "Surel", "redactions": [redaction],
        });
        self.act(
            "A part is given, and what is blacked out is named",
            "2026-06-10T10:00:00+08:00",
            &ppid,
            "notify-partial",
            notice,
        )
        .await?;
        self.check("notified", &[("R4", "met", ""), ("R5", "running", "2026-06-15"), ("O1", "running", "2026-07-23")])
            .await?;
        let handed = json!({ "method": "email", "received_by": "Rahmat Hidayat" });
        self.act("The copy goes to him", "2026-06-12T11:00:00+08:00", &ppid, "deliver", handed).await?;
        self.check("delivered", &[("R5", "met", ""), ("O1", "running", "2026-07-27")]).await
    }

    /// He objects, and the superior confirms.
    async fn objection(&mut self) -> anyhow::Result<()> {
        self.at("He objects to what is blacked out", "2026-06-22T10:00:00+08:00").await?;
        let applicant = self.applicant.clone();
        let id = self.call(&applicant, Method::GET, &self.request.clone(), &Value::Null, 200).await?.body["id"].clone();
        let body = json!({
            "request_id": id, "grounds": ["a"], "purpose": "Penelitian tentang biaya pelayanan.",
            "case_position": "Rekening penyedia adalah rekening badan usaha, bukan perorangan.",
        });
        let filed = self.call(&applicant, Method::POST, "/v1/objections", &body, 201).await?;
        self.objection = format!("/v1/objections/{}", filed.body["id"].as_str().context("no id")?);
        show::note(&format!("registered  {}", filed.body["registration_number"]));
        self.check_objection("registered", &[("O2", "running", "2026-08-03")]).await?;
        self.check("under_objection", &[]).await?;
        let (superior, team) = (self.cast.superior.clone(), self.cast.team.clone());
        let note = json!({ "note": "Mohon pertimbangan tim." });
        self.on_objection("The superior asks the team", "2026-06-24T10:00:00+08:00", &superior, "assign-review", note)
            .await?;
        let advice = json!({ "recommendation": "confirmed", "text": "Penyedia adalah perorangan; penghitaman tepat." });
        self.on_objection("The team advises to confirm", "2026-07-06T10:00:00+08:00", &team, "recommend", advice)
            .await?;
        let reasons =
            json!({ "reasons": "Penyedia adalah perorangan, sehingga rekeningnya rahasia pribadi (Ps 17 huruf h)." });
        let (title, at) = ("The superior confirms, with reasons", "2026-07-20T10:00:00+08:00");
        self.on_objection(title, at, &superior, "answer-confirm", reasons).await?;
        self.check_objection("answered", &[("O2", "met", ""), ("D1", "running", "2026-08-07")]).await
    }

    /// He does not go to the Commission.
    async fn end(&mut self) -> anyhow::Result<()> {
        self.at("In the last second he could still go to the Information Commission", "2026-08-07T23:59:59+08:00")
            .await?;
        self.check_objection("answered", &[("D1", "running", "2026-08-07")]).await?;
        self.at("A second later it is over", "2026-08-08T00:00:00+08:00").await?;
        self.check_objection("final", &[("D1", "missed", "")]).await?;
        self.check("closed", &[]).await
    }

    /// What stays of it.
    async fn register(&mut self) -> anyhow::Result<()> {
        self.at("The register has both, and the figures count them", "2026-08-08T09:00:00+08:00").await?;
        let ppid = self.cast.ppid.clone();
        let period = format!("agency_id={}&from=2026-01-01&to=2026-12-31", self.cast.city.as_str().unwrap_or_default());
        for (register, key) in [("requests", "decision"), ("objections", "decision")] {
            let path = format!("/v1/registers/{register}?{period}");
            let rows = self.call(&ppid, Method::GET, &path, &Value::Null, 200).await?;
            let row = &rows.body["data"][0];
            ensure!(row["no"] == 1 && row[key].is_string(), "the register of {register} lacks it: {}", rows.body);
            show::note(&format!("{register:<11} {}", row[key]));
        }
        let figures =
            self.call(&ppid, Method::GET, &format!("/v1/registers/figures?{period}"), &Value::Null, 200).await?;
        ensure!(figures.body["requests"] == 1 && figures.body["granted_partial"] == 1, "figures: {}", figures.body);
        Ok(())
    }

    async fn at(&mut self, title: &str, at: &str) -> anyhow::Result<()> {
        set_clock(self.api, at).await?;
        self.screen.step(title, at, ZONE)
    }

    async fn act(&mut self, title: &str, at: &str, by: &Known, action: &str, body: Value) -> anyhow::Result<Answer> {
        self.at(title, at).await?;
        self.call(by, Method::POST, &format!("{}/{action}", self.request), &body, 200).await
    }

    async fn on_objection(
        &mut self,
        title: &str,
        at: &str,
        by: &Known,
        action: &str,
        body: Value,
    ) -> anyhow::Result<()> {
        self.at(title, at).await?;
        self.call(by, Method::POST, &format!("{}/{action}", self.objection), &body, 200).await.map(drop)
    }

    async fn call(&self, by: &Known, method: Method, path: &str, body: &Value, status: u16) -> anyhow::Result<Answer> {
        let merge = [("content-type", "application/merge-patch+json"), ("if-match", "*")];
        let headers = if method == Method::PATCH { &merge[..] } else { &[] };
        let call = Call { by, method: method.clone(), path, headers, body: (!body.is_null()).then_some(body) };
        let answer = self.api.call(call).await?;
        show::call(method.as_str(), path, &answer);
        ensure!(answer.status == status, "{status} was expected: {}", answer.body);
        Ok(answer)
    }

    /// Shows the request, and compares it with what must be.
    async fn check(&mut self, state: &str, clocks: &[Clock]) -> anyhow::Result<()> {
        let path = self.request.clone();
        self.compare(&path, state, clocks).await
    }

    async fn check_objection(&mut self, state: &str, clocks: &[Clock]) -> anyhow::Result<()> {
        let path = self.objection.clone();
        self.compare(&path, state, clocks).await
    }

    async fn compare(&mut self, path: &str, state: &str, clocks: &[Clock]) -> anyhow::Result<()> {
        let shown = self.api.get(&self.applicant, path).await?.body;
        let mut allowed = Vec::new();
        let cast = &self.cast;
        for (name, known) in [
            ("applicant", &self.applicant),
            ("PPID", &cast.ppid),
            ("PPID's unit", &cast.unit),
            ("team", &cast.team),
            ("superior", &cast.superior),
        ] {
            let seen = self.api.get(known, path).await?;
            ensure!(matches!(seen.status, 200 | 404), "{name} got {}", seen.body);
            let actions = seen.body["allowed_actions"].as_array().into_iter().flatten();
            allowed.push((name, actions.filter_map(Value::as_str).map(str::to_owned).collect()));
        }
        show::state(&shown, &allowed);
        self.screen.deadlines(&shown)?;
        ensure!(shown["state"] == state, "{state} was expected, not {}", shown["state"]);
        clocks.iter().try_for_each(|clock| check_deadline(&shown, *clock))
    }
}
