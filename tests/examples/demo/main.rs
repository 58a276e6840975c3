//! `make demo`: one complaint from submission to closure and on, and a secret one, against a real server of its own, over HTTP. Each
//! step is shown and checked; anything that differs from what the law asks for ends the program with an error.

mod acts;
mod cast;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/files.rs"]
mod forms;
mod secret;
mod show;
mod story;

use common::server::until_interrupted;

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(until_interrupted(story::tell()))
}
