//! The registers and the yearly figures, of what the walk of requests has left behind.

use super::{
    Demo,
    identity::{strengthen, weaken},
    recorder::Recorder,
};

pub(crate) async fn walk(recorder: &mut Recorder, demo: &Demo) -> anyhow::Result<()> {
    let city = demo.id("agencies", "73.71")?.to_owned();
    let ppid = strengthen(recorder, demo, "ppid").await?;
    for register in ["requests", "objections"] {
        let path = format!("/v1/registers/{register}?agency_id={city}");
        recorder.get(&ppid.known, &format!("{path}&limit=2&include_total=true")).await?;
        recorder.get(&ppid.known, &format!("{path}&format=csv")).await?;
        recorder.get(&ppid.known, &format!("{path}&format=xlsx")).await?;
    }
    recorder.get(&ppid.known, &format!("/v1/registers/figures?agency_id={city}")).await?;
    weaken(recorder, ppid).await
}
