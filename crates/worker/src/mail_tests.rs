//! Mails into a folder and to a server that answers as told, over an embedded database.

use padi_app::{
    accounts::{Register, SecretString},
    files::Storage,
    language::Language,
    open::{Durability, Opening},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

use super::*;

async fn app(folder: &Path, sandbox: bool) -> App {
    App::open(Opening {
        database_url: &format!("sqlite:{}", folder.join("padi.db").display()),
        durability: Durability::Process,
        keys: &folder.join("keys"),
        storage: Storage { folder: &folder.join("files"), url: None },
        sandbox,
        public_url: "https://padi.example:8443",
    })
    .await
    .unwrap()
}

async fn register(app: &App) {
    let register = Register {
        email: "siti@example.id".to_owned(),
        password: SecretString::from("perahu kertas 7"),
        name: "Siti Aminah".to_owned(),
        language: Language::Indonesian,
    };
    app.register(register).await.unwrap();
}

#[tokio::test]
async fn mails_become_files_once() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), true).await;
    register(&app).await;
    let mailer = Mailer::into_folder(folder.path().join("mail"), app.public_url()).unwrap();
    assert_eq!(mailer.deliver_due(&app, &CancellationToken::new()).await.unwrap(), 1);
    assert_eq!(mailer.deliver_due(&app, &CancellationToken::new()).await.unwrap(), 0);
    let files: Vec<_> = fs::read_dir(folder.path().join("mail")).unwrap().map(|file| file.unwrap().path()).collect();
    let [file] = files.as_slice() else { panic!("{files:?}") };
    let name = file.file_name().unwrap().to_str().unwrap();
    assert_eq!(file.extension().unwrap(), "eml", "{name}");
    let text = fs::read_to_string(file).unwrap();
    let shown = app.sandbox_mails("siti@example.id").await.unwrap();
    let token = shown[0].body.lines().find(|line| line.starts_with("Token: ")).unwrap().to_owned();
    assert!(shown[0].sent_at.is_some());
    let id = format!("Message-ID: <{}@padi.example>", shown[0].id);
    for line in ["From: Padi <no-reply@padi.example>", "To: siti@example.id", id.as_str(), token.as_str()] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

/// One connection of an SMTP server that answers RCPT as told.
async fn serve(stream: TcpStream, rcpt: &str) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 test\r\n").await.unwrap();
    let mut in_data = false;
    while let Ok(Some(line)) = lines.next_line().await {
        let command = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer = match command.as_str() {
            _ if in_data && line == "." => {
                in_data = false;
                "250 taken"
            }
            _ if in_data => continue,
            "RCPT" => rcpt,
            "DATA" => {
                in_data = true;
                "354 go on"
            }
            "QUIT" => return,
            _ => "250 ok",
        };
        if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn smtp_server(rcpt: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, rcpt));
        }
    });
    url
}

#[tokio::test]
async fn a_server_that_refuses_is_asked_again_later() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), true).await;
    register(&app).await;
    let url = smtp_server("550 <siti@example.id> is nobody").await;
    let mailer = Mailer::by_smtp(&url, app.public_url()).unwrap();
    assert_eq!(mailer.deliver_due(&app, &CancellationToken::new()).await.unwrap(), 0);
    assert!(app.sandbox_mails("siti@example.id").await.unwrap()[0].sent_at.is_none());
    let good = Mailer::by_smtp(&smtp_server("250 ok").await, app.public_url()).unwrap();
    assert_eq!(good.deliver_due(&app, &CancellationToken::new()).await.unwrap(), 0, "not before the wait is over");
}

#[tokio::test]
async fn a_server_that_takes_it_gets_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), true).await;
    register(&app).await;
    let mailer = Mailer::by_smtp(&smtp_server("250 ok").await, app.public_url()).unwrap();
    assert_eq!(mailer.deliver_due(&app, &CancellationToken::new()).await.unwrap(), 1);
    assert_eq!(mailer.deliver_due(&app, &CancellationToken::new()).await.unwrap(), 0);
    assert!(app.sandbox_mails("siti@example.id").await.unwrap()[0].sent_at.is_some());
}

#[test]
fn the_sender_is_at_the_public_host() {
    for (url, host) in [
        ("https://padi.example", "padi.example"),
        ("https://padi.example:8443/api", "padi.example"),
        ("http://127.0.0.1:8080", "localhost"),
        ("http://[::1]:8080", "localhost"),
        ("http://localhost:8080", "localhost"),
    ] {
        assert_eq!(mail_host(url), host, "{url}");
    }
}

#[test]
fn what_is_no_server_is_refused() {
    for bad in ["", "localhost", "http://localhost", "smtp://"] {
        assert!(matches!(Mailer::by_smtp(bad, "https://padi.example"), Err(SetupError::Url(_))), "{bad}");
    }
}

#[test]
fn only_older_mails_to_the_address_go() {
    let folder = tempfile::tempdir().unwrap();
    let mail = |name: &str, to: &str, body: &str| {
        let text = format!("From: Padi <no-reply@padi.example>\r\nTo: {to}\r\nSubject: x\r\n\r\n{body}");
        std::fs::write(folder.path().join(name), text).unwrap();
    };
    mail("20260302T020000.000Z-1.eml", "siti@example.id", "");
    mail("20260302T020000.000Z-2.eml", "<Siti@Example.id>", "");
    mail("20260302T020000.000Z-3.eml", "budi@example.id", "To: siti@example.id");
    mail("20260302T020000.000Z-4.part", "siti@example.id", "");
    mail("20260302T020001.000Z-5.eml", "siti@example.id", "");
    let before = "2026-03-02T02:00:01Z".parse().unwrap();
    let erased = Erased { id: uuid::Uuid::nil(), address: "siti@example.id".to_owned(), before };
    assert_eq!(clear(folder.path(), &erased).unwrap(), 2);
    let mut left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    let expected = ["20260302T020000.000Z-3.eml", "20260302T020000.000Z-4.part", "20260302T020001.000Z-5.eml"];
    assert_eq!(left, expected);
    assert_eq!(clear(folder.path(), &erased).unwrap(), 0);
}
