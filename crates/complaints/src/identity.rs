//! Who reports (identitas pelapor): kept sealed and apart from the case; its `Debug` prints nothing.

use std::fmt;

pub use padi_kernel::nik::{is_nik, masked_nik};

use crate::view::Disclosure;

/// What a reporter told about themselves; nothing of it is needed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// Name (nama).
    pub name: Option<String>,
    /// E-mail address (surel).
    pub email: Option<String>,
    /// Telephone number (nomor telepon).
    pub phone: Option<String>,
    /// National identity number (NIK), checked for format only: checking it against the register needs an access right.
    pub nik: Option<String>,
    /// Address (alamat).
    pub address: Option<String>,
}

/// The word that stands for a reporter who does not want to be known.
pub const ANONYMOUS: &str = "Anonim";

/// Who reports, as far as somebody may know. What they may not know is absent.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Reporter {
    /// What everybody calls them: the name, [`ANONYMOUS`], or nothing where no name was given.
    pub display_name: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// The NIK without its telling digits.
    pub nik_masked: Option<String>,
}

impl fmt::Debug for Reporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reporter(..)")
    }
}

impl Identity {
    /// What is told of it; nothing where there is nothing to tell.
    pub fn disclosed(self, disclosure: Disclosure, is_anonymous: bool) -> Option<Reporter> {
        let Self { name, email, phone, nik, address } = self;
        let display_name = if is_anonymous { Some(ANONYMOUS.to_owned()) } else { name.clone() };
        let told = match disclosure {
            Disclosure::Nothing => Reporter::default(),
            Disclosure::Anonymous | Disclosure::Name => Reporter { display_name, ..Reporter::default() },
            Disclosure::Full => {
                Reporter { display_name, name, email, phone, address, nik_masked: nik.as_deref().map(masked_nik) }
            }
        };
        Some(told).filter(|told| *told != Reporter::default())
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::{ANONYMOUS, Identity, Reporter};
    use crate::view::Disclosure;

    #[test]
    fn an_identity_is_not_printed() {
        let identity = Identity { nik: Some("7371014107900001".to_owned()), ..Identity::default() };
        assert_eq!(format!("{identity:?}"), "Identity(..)");
        let told = identity.disclosed(Disclosure::Full, false);
        assert_eq!(format!("{told:?}"), "Some(Reporter(..))");
    }

    #[test]
    fn as_much_is_told_as_is_disclosed_and_a_whole_nik_never() {
        let text = |text: &str| Some(text.to_owned());
        let identity = Identity {
            name: text("Siti Aminah"),
            email: text("siti@contoh.id"),
            phone: text("+62 812"),
            nik: text("7371014107900001"),
            address: text("Jl. Mawar 1"),
        };
        let told = |disclosure, anonymous| identity.clone().disclosed(disclosure, anonymous);
        let named = |name: &str| Reporter { display_name: text(name), ..Reporter::default() };
        for anonymous in [false, true] {
            assert_eq!(told(Disclosure::Nothing, anonymous), None);
        }
        assert_eq!(told(Disclosure::Name, false), Some(named("Siti Aminah")));
        assert_eq!(told(Disclosure::Anonymous, true), Some(named(ANONYMOUS)));
        // The reporter of an anonymous case sees the own data, and what others call them.
        for (anonymous, display_name) in [(false, "Siti Aminah"), (true, ANONYMOUS)] {
            let whole = Reporter {
                name: text("Siti Aminah"),
                email: text("siti@contoh.id"),
                phone: text("+62 812"),
                address: text("Jl. Mawar 1"),
                nik_masked: text("************0001"),
                ..named(display_name)
            };
            assert_eq!(told(Disclosure::Full, anonymous), Some(whole));
        }
        let nameless = Identity { name: None, ..identity.clone() };
        assert_eq!(nameless.disclosed(Disclosure::Name, false), None, "no name was given");
        assert_eq!(Identity::default().disclosed(Disclosure::Full, false), None);
    }
}
