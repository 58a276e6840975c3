//! The words of mails that tell of the ways into an account: sign-ins and the second factor.

use crate::mail::AccessNotice;

/// Subject and text, in Indonesian.
pub(super) fn indonesian(notice: AccessNotice, url: &str) -> (&'static str, String) {
    let (subject, told) = match notice {
        AccessNotice::SignedIn { at, second_factor, codes_left } => {
            let way = if second_factor { "dengan faktor kedua" } else { "tanpa faktor kedua" };
            let left = codes_left.map(|left| format!(" Kode pemulihan dipakai; sisa {left}."));
            let told = format!(
                "Akun Anda dipakai masuk pada {} UTC, {way}.{}",
                at.format("%Y-%m-%d %H:%M:%S"),
                left.unwrap_or_default()
            );
            ("Akun Anda dipakai masuk", told)
        }
        AccessNotice::SecondFactorEnabled => (
            "Faktor kedua diaktifkan",
            "Mulai sekarang, masuk ke akun Anda memerlukan kode dari aplikasi autentikator atau kode pemulihan.".to_owned(),
        ),
        AccessNotice::SecondFactorDisabled => {
            ("Faktor kedua dinonaktifkan", "Masuk ke akun Anda tidak lagi memerlukan faktor kedua.".to_owned())
        }
        AccessNotice::RecoveryCodesRenewed => {
            ("Kode pemulihan diganti", "Kode pemulihan akun Anda diganti; yang lama tidak berlaku lagi.".to_owned())
        }
        AccessNotice::CodesRefused => (
            "Kode faktor kedua salah berkali-kali",
            "Seseorang, mungkin Anda sendiri, berkali-kali memasukkan kode faktor kedua yang salah untuk akun Anda. Selama lima \
             menit tidak ada kode yang diperiksa."
                .to_owned(),
        ),
    };
    let advice = format!(
        "Jika bukan Anda, segera ganti kata sandi melalui\nPOST {url}/v1/auth/change-password\n\
         atau mintalah yang baru melalui\nPOST {url}/v1/auth/request-password-reset\n\
         Sesi Anda ada di GET {url}/v1/me/sessions."
    );
    (subject, format!("{told}\n{advice}"))
}

/// Subject and text, in English.
pub(super) fn english(notice: AccessNotice, url: &str) -> (&'static str, String) {
    let (subject, told) = match notice {
        AccessNotice::SignedIn { at, second_factor, codes_left } => {
            let way = if second_factor { "with the second factor" } else { "without a second factor" };
            let left = codes_left.map(|left| format!(" A recovery code was used; {left} are left."));
            let told = format!(
                "Somebody signed in to your account at {} UTC, {way}.{}",
                at.format("%Y-%m-%d %H:%M:%S"),
                left.unwrap_or_default()
            );
            ("Sign-in to your account", told)
        }
        AccessNotice::SecondFactorEnabled => (
            "Your second factor is on",
            "From now on, a log-in to your account needs a code of your authenticator or a recovery code.".to_owned(),
        ),
        AccessNotice::SecondFactorDisabled => {
            ("Your second factor is off", "Log-ins to your account need no second factor any more.".to_owned())
        }
        AccessNotice::RecoveryCodesRenewed => (
            "Your recovery codes were replaced",
            "The recovery codes of your account were replaced; the old ones are worth nothing.".to_owned(),
        ),
        AccessNotice::CodesRefused => (
            "Wrong codes of your second factor",
            "Somebody, perhaps you, has given wrong codes of the second factor of your account again and again. For five minutes \
             no code is looked at."
                .to_owned(),
        ),
    };
    let advice = format!(
        "If it was not you, change your password at once at\nPOST {url}/v1/auth/change-password\n\
         or ask for a new one at\nPOST {url}/v1/auth/request-password-reset\n\
         Your sessions are at GET {url}/v1/me/sessions."
    );
    (subject, format!("{told}\n{advice}"))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn a_sign_in_is_told_with_its_time_and_way() {
        let at = DateTime::from_timestamp(1_773_367_200, 0).unwrap();
        let plain = AccessNotice::SignedIn { at, second_factor: false, codes_left: None };
        let recovered = AccessNotice::SignedIn { at, second_factor: true, codes_left: Some(3) };
        for (words, without, with, left) in [
            (indonesian as fn(_, &str) -> _, "tanpa faktor kedua", "dengan faktor kedua", "sisa 3"),
            (english, "without a second factor", "with the second factor", "3 are left"),
        ] {
            let (_, text) = words(plain, "https://padi.example");
            assert!(text.contains("2026-03-13 02:00:00 UTC") && text.contains(without), "{text}");
            assert!(text.contains("https://padi.example/v1/me/sessions"), "{text}");
            let (_, text) = words(recovered, "https://padi.example");
            assert!(text.contains(with) && text.contains(left), "{text}");
        }
    }

    #[test]
    fn every_notice_has_its_own_words_in_both_languages() {
        let all = [
            AccessNotice::SecondFactorEnabled,
            AccessNotice::SecondFactorDisabled,
            AccessNotice::RecoveryCodesRenewed,
            AccessNotice::CodesRefused,
        ];
        let subjects: std::collections::BTreeSet<_> =
            all.into_iter().flat_map(|notice| [indonesian(notice, "").0, english(notice, "").0]).collect();
        assert_eq!(subjects.len(), 2 * all.len());
        assert!(subjects.iter().all(|subject| subject.is_ascii() && !subject.contains('\n')));
    }
}
