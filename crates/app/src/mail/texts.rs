//! The words of our mails, in both languages. There are no web pages: a mail holds the token and says which operation takes it.

mod access;

use super::{Letter, Notice};
use crate::language::Language;

/// The mail that tells the notice.
pub(super) fn letter(notice: Notice<'_>, language: Language, name: &str, public_url: &str) -> Letter {
    let (subject, text) = match language {
        Language::Indonesian => indonesian(notice, public_url),
        Language::English => english(notice, public_url),
    };
    let body = match language {
        Language::Indonesian => {
            format!("Yth. {name},\n\n{text}\n\nSurel ini dikirim otomatis oleh Padi ({public_url}).\n")
        }
        Language::English => {
            format!("Dear {name},\n\n{text}\n\nThis mail was sent automatically by Padi ({public_url}).\n")
        }
    };
    Letter { subject: subject.to_owned(), body }
}

fn indonesian(notice: Notice<'_>, url: &str) -> (&'static str, String) {
    match notice {
        Notice::VerifyEmail { token } => (
            "Verifikasi alamat surel Anda",
            format!(
                "Alamat surel ini didaftarkan di Padi. Untuk memverifikasinya, kirim token berikut dalam 24 jam ke\n\
                 POST {url}/v1/auth/verify-email\n\nToken: {token}\n\n\
                 Jika Anda tidak mendaftar, abaikan surel ini."
            ),
        ),
        Notice::AlreadyRegistered => (
            "Alamat surel Anda sudah terdaftar",
            format!(
                "Seseorang, mungkin Anda sendiri, mencoba mendaftarkan alamat surel ini. Alamat ini sudah memiliki akun, jadi \
                 tidak ada yang berubah.\nJika Anda lupa kata sandi, mintalah yang baru melalui\n\
                 POST {url}/v1/auth/request-password-reset"
            ),
        ),
        Notice::ResetPassword { token } => (
            "Atur kata sandi Anda",
            format!(
                "Seseorang, mungkin Anda sendiri, meminta pengaturan kata sandi untuk akun dengan alamat surel ini. Untuk \
                 menetapkan kata sandi baru, kirim token berikut dalam 15 menit ke\n\
                 POST {url}/v1/auth/reset-password\n\nToken: {token}\n\n\
                 Jika Anda tidak memintanya, abaikan surel ini."
            ),
        ),
        Notice::PasswordChanged => (
            "Kata sandi Anda telah diubah",
            format!(
                "Kata sandi akun Anda telah diubah, dan semua sesi lain diakhiri.\n\
                 Jika bukan Anda yang mengubahnya, segera minta kata sandi baru melalui\n\
                 POST {url}/v1/auth/request-password-reset"
            ),
        ),
        Notice::Access(notice) => access::indonesian(notice, url),
        Notice::DataRequestDecided { granted } => (
            "Permohonan Anda tentang data pribadi telah diputus",
            format!(
                "Permohonan Anda tentang data pribadi {}. Putusan dan alasannya dapat dibaca melalui\n\
                 GET {url}/v1/me/data-requests (dengan akun) atau\n\
                 GET {url}/v1/track/{{tracking_number}}/data-requests (dengan Tracking-Secret).\n\
                 Bila yang dikabulkan adalah penghapusan, inilah surel terakhir kami kepada Anda.",
                if granted { "dikabulkan" } else { "tidak dikabulkan" }
            ),
        ),
    }
}

fn english(notice: Notice<'_>, url: &str) -> (&'static str, String) {
    match notice {
        Notice::VerifyEmail { token } => (
            "Verify your e-mail address",
            format!(
                "This e-mail address was registered at Padi. To verify it, send the following token within 24 hours to\n\
                 POST {url}/v1/auth/verify-email\n\nToken: {token}\n\n\
                 If you did not register, ignore this mail."
            ),
        ),
        Notice::AlreadyRegistered => (
            "Your e-mail address is already registered",
            format!(
                "Somebody, perhaps you, tried to register this e-mail address. It already has an account, so nothing has \
                 changed.\nIf you forgot your password, ask for a new one at\n\
                 POST {url}/v1/auth/request-password-reset"
            ),
        ),
        Notice::ResetPassword { token } => (
            "Set your password",
            format!(
                "Somebody, perhaps you, asked to set the password of the account with this e-mail address. To set a new \
                 password, send the following token within 15 minutes to\n\
                 POST {url}/v1/auth/reset-password\n\nToken: {token}\n\n\
                 If you did not ask for this, ignore this mail."
            ),
        ),
        Notice::PasswordChanged => (
            "Your password was changed",
            format!(
                "The password of your account was changed, and all other sessions were ended.\n\
                 If it was not you, ask for a new password at once at\n\
                 POST {url}/v1/auth/request-password-reset"
            ),
        ),
        Notice::Access(notice) => access::english(notice, url),
        Notice::DataRequestDecided { granted } => (
            "Your request about your personal data was decided",
            format!(
                "Your request about your personal data was {}. The decision and its reason can be read by\n\
                 GET {url}/v1/me/data-requests (with an account) or\n\
                 GET {url}/v1/track/{{tracking_number}}/data-requests (with the Tracking-Secret).\n\
                 If an erasure was granted, this is our last mail to you.",
                if granted { "granted" } else { "refused" }
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_carry_the_token_and_the_operation() {
        for language in [Language::Indonesian, Language::English] {
            for (notice, operation) in [
                (Notice::VerifyEmail { token: "T0KEN" }, "/v1/auth/verify-email"),
                (Notice::ResetPassword { token: "T0KEN" }, "/v1/auth/reset-password"),
            ] {
                let letter = letter(notice, language, "Siti", "https://padi.example");
                assert!(letter.body.contains("oken: T0KEN\n"), "{}", letter.body);
                assert!(letter.body.contains(&format!("POST https://padi.example{operation}\n")), "{}", letter.body);
                assert!(letter.body.contains("Siti"));
                assert!(letter.subject.is_ascii() && !letter.subject.contains('\n'));
            }
        }
    }
}
