//! `make demo`: one complaint from submission to closure and on, and a secret one, against a real server of its own, over HTTP. Each
//! step is shown and checked; anything that differs from what the law asks for ends the program with an error. With the argument
//! `information` it tells of a request for public information instead.

mod acts;
mod cast;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/files.rs"]
mod forms;
mod information;
mod secret;
mod show;
mod story;

use common::server::until_interrupted;

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let wants_information = std::env::args().nth(1).as_deref() == Some("information");
    runtime.block_on(async {
        if wants_information {
            until_interrupted(information::tell()).await
        } else {
            until_interrupted(story::tell()).await
        }
    })
}
