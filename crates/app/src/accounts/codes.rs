//! Codes of a second factor: six digits of an authenticator (TOTP, RFC 6238), each good once, or a recovery code.
//!
//! Five wrong codes in a row close the account's second factor for five minutes. Real clock.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use padi_kernel::{entropy::Entropy, id::UserId};
use padi_persistence::{
    db::Tx,
    second_factors::{self, SecondFactor},
};
use totp_rs::{Algorithm, Builder, Totp};

use crate::{
    App,
    clock::lifetime,
    error::Error,
    keys::{self, Place},
};

/// How many codes may be wrong in a row.
const TRIES: i32 = 5;
/// Letters of recovery codes: Crockford's, which nobody reads wrong.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a recovery code: 80 bits.
const LENGTH: usize = 16;
const DIGITS: u8 = 6;
const STEP: u64 = 30;
/// By how many steps the clock of an authenticator may be off.
const SKEW: u16 = 1;

/// What a code was taken as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// A code of the authenticator.
    Totp,
    /// A recovery code, and how many are left.
    Recovery(u64),
}

/// What came of a code. Only the first two are to be committed, and both are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// It fits, and is used up.
    Fits(Proof),
    /// It does not; `locked` if that was one too many.
    Wrong {
        /// Whether no code is looked at from now on.
        locked: bool,
    },
    /// It was not looked at, for so long.
    Locked(Duration),
}

/// A code as it was typed.
#[derive(Debug, PartialEq, Eq)]
enum Typed {
    Totp(String),
    Recovery(String),
    Neither,
}

fn read(code: &str) -> Typed {
    let code: String =
        code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_ascii_uppercase();
    if code.len() == usize::from(DIGITS) && code.bytes().all(|b| b.is_ascii_digit()) {
        return Typed::Totp(code);
    }
    let letters: String = code
        .chars()
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    if letters.len() == LENGTH && letters.bytes().all(|b| ALPHABET.contains(&b)) {
        return Typed::Recovery(letters);
    }
    Typed::Neither
}

/// A fresh recovery code, in groups of four.
pub(super) fn recovery_code(entropy: &dyn Entropy) -> String {
    let mut bytes = [0_u8; LENGTH];
    entropy.fill(&mut bytes);
    // 256 is a multiple of 32: each letter is as likely as the others.
    let letters: Vec<char> = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The hash under which a recovery code is kept. A plain one: the code is random and long.
pub(super) fn recovery_hash(user: UserId, code: &str) -> Option<Vec<u8>> {
    match read(code) {
        Typed::Recovery(letters) => Some(keys::sha256(&[user.0.as_bytes(), letters.as_bytes()].concat())),
        Typed::Totp(_) | Typed::Neither => None,
    }
}

/// The authenticator of a secret.
pub(super) fn totp(secret: Vec<u8>, issuer: &str, account: &str) -> Result<Totp, Error> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_step_duration(STEP)
        .with_skew(SKEW)
        .with_secret(secret)
        .with_issuer(Some(issuer))
        .with_account_name(account)
        .build()
        .map_err(Error::internal)
}

/// The step of a code, if it fits now and was not used.
pub(super) fn step_of(totp: &Totp, code: &str, last_step: i64, now: DateTime<Utc>) -> Option<i64> {
    let Typed::Totp(digits) = read(code) else { return None };
    let seconds = u64::try_from(now.timestamp()).ok()?;
    let step = i64::try_from(totp.check(&digits, seconds)?).ok()?;
    (step > last_step).then_some(step)
}

/// Where the secret of an account's second factor stands.
pub(super) fn place(row: &str) -> Place<'_> {
    Place { table: "second_factors", column: "secret", row }
}

impl App {
    /// The authenticator of a stored second factor.
    pub(super) fn stored_totp(&self, factor: &SecondFactor) -> Result<Totp, Error> {
        let row = keys::row(factor.user.0);
        let secret = self.keys().open_sealed(place(&row), &factor.secret).map_err(Error::internal)?;
        totp(secret, "Padi", "-")
    }

    /// Holds a code against the confirmed second factor and remembers what came of it. The account must be locked.
    pub(super) async fn try_code(
        &self,
        tx: &Tx,
        factor: SecondFactor,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<Tried, Error> {
        if let Some(until) = factor.locked_until.filter(|until| *until > now) {
            return Ok(Tried::Locked((until - now).to_std().unwrap_or_default()));
        }
        let (tried, changed) = if let Some((proof, last_step)) = self.fitting(tx, &factor, code, now).await? {
            (Tried::Fits(proof), SecondFactor { last_step, failures: 0, locked_until: None, ..factor })
        } else {
            let failures = factor.failures + 1;
            let locked = failures >= TRIES;
            let lock = TimeDelta::from_std(lifetime::CODE_LOCK).map_err(Error::internal)?;
            let changed = SecondFactor {
                failures: if locked { 0 } else { failures },
                locked_until: locked.then_some(now + lock),
                ..factor
            };
            (Tried::Wrong { locked }, changed)
        };
        second_factors::put(tx, &changed).await?;
        Ok(tried)
    }

    /// What the code is, and the last step after it; nothing if it does not fit.
    async fn fitting(
        &self,
        tx: &Tx,
        factor: &SecondFactor,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<(Proof, i64)>, Error> {
        if let Some(step) = step_of(&self.stored_totp(factor)?, code, factor.last_step, now) {
            return Ok(Some((Proof::Totp, step)));
        }
        let Some(hash) = recovery_hash(factor.user, code) else { return Ok(None) };
        if !second_factors::use_code(tx, factor.user, &hash, now).await? {
            return Ok(None);
        }
        let left = second_factors::codes_left(tx, factor.user).await?;
        Ok(Some((Proof::Recovery(left), factor.last_step)))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn codes_are_read_as_people_type_them() {
        assert_eq!(read(" 287 082 "), Typed::Totp("287082".to_owned()));
        assert_eq!(read("abcd-efgh-jkmn-pqrs"), Typed::Recovery("ABCDEFGHJKMNPQRS".to_owned()));
        assert_eq!(read("OIL0 1111 2222 3333"), Typed::Recovery("0110111122223333".to_owned()));
        for bad in ["", "28708", "2870822", "28708x", "٢٨٧٠٨٢", "ABCD-EFGH-JKMN-PQR", "UBCD-EFGH-JKMN-PQRS"] {
            assert_eq!(read(bad), Typed::Neither, "{bad}");
        }
    }

    #[test]
    fn a_recovery_code_is_random_and_belongs_to_its_account() {
        let (one, two) = (recovery_code(&SystemEntropy), recovery_code(&SystemEntropy));
        assert_ne!(one, two);
        assert_eq!(one.split('-').map(str::len).collect::<Vec<_>>(), [4; 4]);
        let (mine, yours) = (UserId(Uuid::nil()), UserId(Uuid::max()));
        let hash = recovery_hash(mine, &one);
        assert!(hash.is_some() && hash == recovery_hash(mine, &one.to_lowercase().replace('-', " ")));
        assert_ne!(hash, recovery_hash(yours, &one));
        assert_ne!(hash, recovery_hash(mine, &two));
        assert_eq!(recovery_hash(mine, "287082"), None);
    }

    /// RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard_and_good_once_within_a_step_of_now() {
        let totp = totp(b"12345678901234567890".to_vec(), "Padi", "siti@example.id").unwrap();
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            let at = |offset: i64| DateTime::from_timestamp(seconds + offset, 0).unwrap();
            let step = seconds / 30;
            assert_eq!(step_of(&totp, code, 0, at(0)), Some(step));
            assert_eq!(step_of(&totp, code, step, at(0)), None, "used");
            assert_eq!(step_of(&totp, code, step - 1, at(30)), Some(step), "a slow clock");
            assert_eq!(step_of(&totp, code, 0, at(-30)), Some(step), "a fast one");
            assert_eq!(step_of(&totp, code, 0, at(60)), None);
        }
        let url = totp.to_url().unwrap();
        assert_eq!(url, "otpauth://totp/Padi:siti%40example.id?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Padi");
    }
}
