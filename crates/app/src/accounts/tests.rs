//! The walk of an account through its use cases, on an embedded database.

use std::sync::Arc;

use padi_kernel::actor::Denied;
use padi_persistence::db::{Db, Durability};
use secrecy::SecretString;

use super::*;
use crate::{
    App, Setup,
    caller::Caller,
    entropy::SystemEntropy,
    error::Error,
    files::{Files, Storage},
    if_match::IfMatch,
    keys::Keys,
    language::Language,
};

mod grants;

const EMAIL: &str = "siti@example.id";
const PASSWORD: &str = "perahu kertas 7";
const OTHER: &str = "perahu layar 8";

struct World {
    app: App,
    _folder: tempfile::TempDir,
}

async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("padi.db").display());
    let db = Db::connect(&url, Durability::Process).await.unwrap();
    db.migrate().await.unwrap();
    let keys = Keys::new(*b"0001", &[1; 32], [2; 32], [3; 32]);
    let entropy = Arc::new(SystemEntropy);
    let files = Files::open(Storage { folder: folder.path(), url: None }).unwrap();
    let public_url = "http://127.0.0.1:8080".to_owned();
    let app = App::new(Setup { db, entropy, keys, sandbox: true, public_url, files });
    World { app, _folder: folder }
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

impl World {
    async fn register(&self, password: &str) -> Result<(), Error> {
        let name = "Siti Aminah".to_owned();
        let email = "Siti@Example.ID".to_owned();
        self.app.register(Register { email, password: secret(password), name, language: Language::English }).await
    }

    async fn login(&self, password: &str) -> Result<TokenPair, Error> {
        self.app.login(Login { email: EMAIL.to_owned(), password: secret(password), code: None }).await
    }

    /// Subject of the newest mail, and the token in it.
    async fn mail(&self) -> (String, String) {
        let mail = self.app.sandbox_mails(EMAIL).await.unwrap().into_iter().next().unwrap();
        let token = mail.body.lines().find_map(|line| line.strip_prefix("Token: ")).unwrap_or_default().to_owned();
        (mail.subject, token)
    }

    /// A verified account, logged in.
    async fn member(&self) -> TokenPair {
        self.register(PASSWORD).await.unwrap();
        self.app.verify_email(&self.mail().await.1).await.unwrap();
        self.login(PASSWORD).await.unwrap()
    }

    async fn caller(&self, pair: &TokenPair) -> Result<Caller, Error> {
        Ok(self.app.authenticate(&pair.access_token).await?.caller())
    }

    async fn reset(&self, token: &str, password: &str) -> Result<(), Error> {
        self.app.reset_password(ResetPassword { token: secret(token), new_password: secret(password) }).await
    }
}

fn is_refused<T>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::InvalidCredentials))
}

fn is_logged_out<T>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::Denied(Denied::Unauthenticated)))
}

fn faults<T>(result: Result<T, Error>) -> Vec<(String, &'static str)> {
    match result {
        Err(Error::Invalid(faults)) => faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect(),
        _ => panic!("not refused as invalid"),
    }
}

#[tokio::test]
async fn an_account_is_registered_verified_and_logged_in() {
    let world = world().await;
    world.register(PASSWORD).await.unwrap();
    assert!(matches!(world.login(PASSWORD).await, Err(Error::EmailUnverified)));
    assert!(is_refused(world.login(OTHER).await), "only who knows the password learns that it is unverified");
    let (subject, token) = world.mail().await;
    assert_eq!(subject, "Verify your e-mail address");
    assert!(is_refused(world.app.verify_email(&format!("{token}x")).await));
    assert!(is_refused(world.reset(&token, OTHER).await), "a token of another purpose");
    world.app.verify_email(&token).await.unwrap();
    assert!(is_refused(world.app.verify_email(&token).await), "a token is good once");
    let pair = world.login(PASSWORD).await.unwrap();
    assert_eq!(pair.expires_in, 600);
    let caller = world.caller(&pair).await.unwrap();
    assert_eq!(caller.scope, caller.person().unwrap().user.to_string());
    let me = world.app.me(&caller).await.unwrap();
    assert_eq!((me.email.as_str(), me.name.as_str()), (EMAIL, "Siti Aminah"));
    assert!(me.email_verified_at.is_some() && me.grants.is_empty());
    assert!(is_refused(world.login(OTHER).await));
    let nobody = Login { email: "nobody@example.id".to_owned(), password: secret(PASSWORD), code: None };
    assert!(is_refused(world.app.login(nobody).await));
    let nonsense = Login { email: "nonsense".to_owned(), password: secret(PASSWORD), code: None };
    assert!(is_refused(world.app.login(nonsense).await));
}

#[tokio::test]
async fn registering_tells_all_that_is_wrong_and_nothing_of_others() {
    let world = world().await;
    let bad = Register {
        email: "nonsense".to_owned(),
        password: secret(PASSWORD),
        name: " ".to_owned(),
        language: Language::Indonesian,
    };
    assert_eq!(
        faults(world.app.register(bad).await),
        [("/email".to_owned(), "invalid_format"), ("/name".to_owned(), "required")]
    );
    assert_eq!(faults(world.register("short").await), [("/password".to_owned(), "too_short")]);
    world.member().await;
    world.register(OTHER).await.unwrap();
    assert_eq!(world.mail().await.0, "Your e-mail address is already registered");
    assert!(is_refused(world.login(OTHER).await), "a second registration changes no verified account");
    assert!(world.login(PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_retry_keeps_the_password_and_a_stranger_cannot_plant_one() {
    let world = world().await;
    world.register(PASSWORD).await.unwrap();
    world.register(PASSWORD).await.unwrap();
    let (subject, first) = world.mail().await;
    assert_eq!(subject, "Verify your e-mail address", "a retry is mailed the same again");
    world.register(OTHER).await.unwrap();
    let (subject, reset) = world.mail().await;
    assert_eq!(subject, "Set your password");
    world.app.verify_email(&first).await.unwrap();
    for password in [PASSWORD, OTHER] {
        assert!(is_refused(world.login(password).await), "neither was chosen by the owner of the mailbox");
    }
    world.reset(&reset, "milik saya sendiri").await.unwrap();
    assert!(world.login("milik saya sendiri").await.is_ok());
}

#[tokio::test]
async fn a_mailbox_cannot_be_flooded() {
    let world = world().await;
    world.member().await;
    for _ in 0..15 {
        world.app.request_password_reset(EMAIL).await.unwrap();
    }
    let mails = world.app.sandbox_mails(EMAIL).await.unwrap();
    let (told, asked_for): (Vec<_>, Vec<_>) = mails.iter().partition(|mail| mail.subject == "Sign-in to your account");
    assert_eq!(asked_for.len(), 10, "of what anybody can ask for, ten an hour");
    assert_eq!(told.len(), 1, "a sign-in takes nothing of that, and is never kept back");
}

#[tokio::test]
async fn refresh_tokens_rotate_and_theft_ends_the_log_in() {
    let world = world().await;
    let first = world.member().await;
    let other_device = world.login(PASSWORD).await.unwrap();
    let second = world.app.refresh(&first.refresh_token).await.unwrap();
    assert!(world.caller(&second).await.is_ok());
    // The answer was lost: the same again is forgiven, and what was lost is worth nothing.
    let again = world.app.refresh(&first.refresh_token).await.unwrap();
    let third = world.app.refresh(&again.refresh_token).await.unwrap();
    // The successor was used: now it is theft.
    assert!(is_refused(world.app.refresh(&first.refresh_token).await));
    assert!(is_refused(world.app.refresh(&third.refresh_token).await), "the whole log-in ended");
    assert!(world.app.refresh(&other_device.refresh_token).await.is_ok(), "other log-ins go on");
    assert!(is_refused(world.app.refresh("nonsense").await));
}

#[tokio::test]
async fn a_replaced_refresh_token_ends_the_log_in() {
    let world = world().await;
    let first = world.member().await;
    let lost = world.app.refresh(&first.refresh_token).await.unwrap();
    let again = world.app.refresh(&first.refresh_token).await.unwrap();
    assert!(is_refused(world.app.refresh(&lost.refresh_token).await), "somebody has what was lost");
    assert!(is_refused(world.app.refresh(&again.refresh_token).await));
}

#[tokio::test]
async fn twenty_at_once_leave_one_good_token() {
    let world = world().await;
    let first = world.member().await;
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (app, token) = (world.app.clone(), first.refresh_token.clone());
        running.spawn(async move { app.refresh(&token).await });
    }
    let pairs: Vec<_> = running.join_all().await.into_iter().flatten().collect();
    assert_eq!(pairs.len(), 20);
    let mut good = 0;
    for pair in &pairs {
        let hash = hash_of(&pair.refresh_token);
        let token = padi_persistence::refresh_tokens::find_by_hash(world.app.db(), &hash).await.unwrap().unwrap();
        good += usize::from(token.revoked_at.is_none() && token.used_at.is_none());
    }
    assert_eq!(good, 1);
}

#[tokio::test]
async fn logging_out_ends_one_or_all() {
    let world = world().await;
    let (here, there) = (world.member().await, world.login(PASSWORD).await.unwrap());
    world.app.logout(&here.refresh_token).await.unwrap();
    world.app.logout(&here.refresh_token).await.unwrap();
    world.app.logout("nonsense").await.unwrap();
    assert!(is_refused(world.app.refresh(&here.refresh_token).await));
    let there = world.app.refresh(&there.refresh_token).await.unwrap();
    let caller = world.caller(&there).await.unwrap();
    world.app.logout_all(&caller).await.unwrap();
    assert!(is_logged_out(world.caller(&there).await), "access tokens end at once");
    assert!(is_refused(world.app.refresh(&there.refresh_token).await));
    assert!(is_logged_out(world.app.logout_all(&Caller::anonymous()).await));
}

#[tokio::test]
async fn changing_the_password_ends_other_sessions() {
    let world = world().await;
    let (here, there) = (world.member().await, world.login(PASSWORD).await.unwrap());
    let caller = world.caller(&here).await.unwrap();
    let change = |old: &str, new: &str| ChangePassword { current_password: secret(old), new_password: secret(new) };
    assert!(is_refused(world.app.change_password(&caller, change(OTHER, OTHER)).await));
    let weak = world.app.change_password(&caller, change(PASSWORD, "password123")).await;
    assert_eq!(faults(weak), [("/new_password".to_owned(), "too_common")]);
    let fresh = world.app.change_password(&caller, change(PASSWORD, OTHER)).await.unwrap();
    assert_eq!(world.mail().await.0, "Your password was changed");
    assert!(world.caller(&fresh).await.is_ok());
    for old in [&here, &there] {
        assert!(is_logged_out(world.caller(old).await));
        assert!(is_refused(world.app.refresh(&old.refresh_token).await));
    }
    assert!(is_refused(world.login(PASSWORD).await));
    assert!(world.login(OTHER).await.is_ok());
}

#[tokio::test]
async fn a_forgotten_password_is_reset_once_and_verifies_the_address() {
    let world = world().await;
    world.app.request_password_reset(EMAIL).await.unwrap();
    assert!(world.app.sandbox_mails(EMAIL).await.unwrap().is_empty(), "no account, no mail, the same answer");
    world.register(PASSWORD).await.unwrap();
    world.app.request_password_reset(EMAIL).await.unwrap();
    let (_, unused) = world.mail().await;
    world.app.request_password_reset(EMAIL).await.unwrap();
    let (_, token) = world.mail().await;
    assert_eq!(faults(world.reset(&token, EMAIL).await), [("/new_password".to_owned(), "same_as_email")]);
    world.reset(&token, OTHER).await.unwrap();
    assert!(is_refused(world.reset(&token, PASSWORD).await), "a token is good once");
    assert!(is_refused(world.reset(&unused, PASSWORD).await), "and takes the others with it");
    assert!(world.login(OTHER).await.is_ok(), "the address is verified by it");
}

#[tokio::test]
async fn ones_own_account_changes_with_its_version() {
    let world = world().await;
    let pair = world.member().await;
    let caller = world.caller(&pair).await.unwrap();
    let version = world.app.me(&caller).await.unwrap().version;
    let change = |name: &str| ChangeMe { name: Some(name.to_owned()), language: Some(Language::Indonesian) };
    let blind = world.app.change_me(&caller, change("Siti"), None).await;
    assert!(matches!(blind, Err(Error::IfMatchRequired)));
    let seen = Some(IfMatch::OneOf(vec![version]));
    let me = world.app.change_me(&caller, change(" Siti "), seen.clone()).await.unwrap();
    assert_eq!((me.name.as_str(), me.language, me.version), ("Siti", Language::Indonesian, version + 1));
    let stale = world.app.change_me(&caller, change("Aminah"), seen).await;
    assert!(matches!(stale, Err(Error::VersionMismatch)));
    let same = world.app.change_me(&caller, ChangeMe::default(), Some(IfMatch::Any)).await.unwrap();
    assert_eq!(same.version, version + 1);
    let long = world.app.change_me(&caller, change(&"a".repeat(201)), Some(IfMatch::Any)).await;
    assert_eq!(faults(long), [("/name".to_owned(), "too_long")]);
}
