//! Second factors: an authenticator for whoever needs one.

use serde_json::json;
use totp_rs::{Builder, Secret};

use super::{Caller, PASSWORD, Person, TestServer};

/// The code that an authenticator with that secret shows, so many steps of 30 seconds from now.
pub(crate) fn code_of(server: &TestServer, secret: &str, ahead: i64) -> String {
    let secret = Secret::try_from_base32(secret).expect("a secret in base32");
    let totp = Builder::new().with_secret(secret).build().expect("an authenticator");
    let at = server.app().real_now().timestamp() + 30 * ahead;
    totp.generate(at.try_into().expect("after 1970")).to_string()
}

impl TestServer {
    /// Somebody, logged in with a second factor, which is set up where there is none.
    pub(crate) async fn with_second_factor(&self, person: Person) -> Caller {
        let caller = self.log_in(person).await;
        let me = self.get(&caller, "/v1/me").await.ok().json();
        if me["second_factor"] == false {
            let made = self.post(&caller, "/v1/me/second-factor", json!({ "password": PASSWORD })).await.ok();
            let code = code_of(self, &made.text("secret"), 0);
            self.post(&caller, "/v1/me/second-factor/confirm", json!({ "code": code })).await.ok();
        }
        caller
    }
}
