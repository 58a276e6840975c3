//! What is done to a case's secrecy: made stricter, its words redacted.

use padi_kernel::event::Audience;
use serde_json::json;

use super::{Refused, Step, step::for_reporter};
use crate::command::Redaction;

impl Step<'_> {
    /// Perketat kerahasiaan: only to stricter, in any state; what is secret is public no longer.
    pub(super) fn restrict(
        &mut self,
        is_anonymous: Option<bool>,
        is_secret: Option<bool>,
        reason: String,
    ) -> Result<(), Refused> {
        for (flag, pointer) in [(is_anonymous, "/is_anonymous"), (is_secret, "/is_secret")] {
            if flag == Some(false) {
                return Err(Refused::Invalid { pointer, code: "only_stricter" });
            }
        }
        let complaint = &mut self.complaint;
        let before = (complaint.is_anonymous, complaint.is_secret);
        complaint.is_anonymous |= is_anonymous == Some(true);
        complaint.is_secret |= is_secret == Some(true);
        let after = (complaint.is_anonymous, complaint.is_secret);
        if after == before {
            let code = if is_anonymous.is_none() && is_secret.is_none() { "required" } else { "unchanged" };
            let pointer = if before.1 { "/is_anonymous" } else { "/is_secret" };
            return Err(Refused::Invalid { pointer, code });
        }
        let data = json!({ "is_anonymous": after.0, "is_secret": after.1 });
        self.record("complaint.restricted", Audience::Reporter, for_reporter(reason), data);
        Ok(())
    }

    /// Redaksi: the text for the public is written, changed or taken away; the original may be put under lock, and stays there.
    pub(super) fn redact(&mut self, redaction: Redaction) -> Result<(), Refused> {
        let Redaction { public_text, remove, lock_original, public_attachment_ids } = redaction;
        let complaint = &mut self.complaint;
        let locks = lock_original == Some(true);
        let opens = public_attachment_ids.as_ref().is_some_and(|ids| !ids.is_empty());
        if remove && (public_text.is_some() || locks || opens) {
            return Err(Refused::Invalid { pointer: "/remove", code: "contradictory" });
        }
        if lock_original == Some(false) && complaint.locked_text.is_some() {
            return Err(Refused::Invalid { pointer: "/lock_original", code: "only_stricter" });
        }
        if public_text.is_none() && !remove && !locks && public_attachment_ids.is_none() {
            return Err(Refused::Invalid { pointer: "/public_text", code: "required" });
        }
        if remove && complaint.public_text.is_none()
            || locks && public_text.is_none() && complaint.locked_text.is_some()
        {
            let pointer = if remove { "/remove" } else { "/lock_original" };
            return Err(Refused::Invalid { pointer, code: "unchanged" });
        }
        if public_text.is_some() || remove {
            complaint.public_text = public_text;
        }
        // What stands for the original is kept apart: it outlives what one agency wrote for the public.
        if !remove && (locks || complaint.locked_text.is_some()) {
            let text = complaint.public_text.clone();
            complaint.locked_text = Some(text.ok_or(Refused::Invalid { pointer: "/public_text", code: "required" })?);
        }
        let mut data = json!({ "published": complaint.is_public(), "locked": complaint.locked_text.is_some() });
        if let Some(ids) = public_attachment_ids {
            data["public_attachment_ids"] = json!(ids);
        }
        self.record("complaint.redacted", Audience::Reporter, None, data);
        Ok(())
    }
}
