//! Who asks (pemohon informasi publik, UU 14/2008 Ps 1(12)): kept sealed and apart from the case; its `Debug` prints nothing.

use std::fmt;

use padi_kernel::nik::masked_nik;

named! {
    /// In what form somebody asks.
    ApplicantKind {
        /// One person (perorangan).
        Individual = "individual",
        /// Several persons, through one of them (kelompok orang).
        Group = "group",
        /// An Indonesian legal body (badan hukum).
        LegalEntity = "legal_entity",
    }
}

/// What the applicant told of themselves.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Applicant {
    /// Name of the person or legal body (nama lengkap).
    pub name: Option<String>,
    /// National identity number (NIK), of the person or of who stands for the group.
    pub nik: Option<String>,
    /// Number of the decree by which a legal body was approved (nomor SK pengesahan badan hukum).
    pub decree_number: Option<String>,
    /// Address (alamat).
    pub address: Option<String>,
    /// Telephone number (nomor telepon).
    pub phone: Option<String>,
    /// E-mail address (surel).
    pub email: Option<String>,
    /// Occupation (pekerjaan).
    pub occupation: Option<String>,
}

/// Who acts for the applicant (kuasa).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Proxy {
    /// Name.
    pub name: Option<String>,
    /// What the special power of attorney is known by (surat kuasa khusus).
    pub power_of_attorney: Option<String>,
}

/// Everything that stands sealed beside a request or an objection.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// Who asks.
    pub applicant: Applicant,
    /// Who acts for them.
    pub proxy: Option<Proxy>,
}

/// How much somebody is told of who asks. In no list; the whole NIK goes to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disclosure {
    /// Nothing at all.
    Nothing,
    /// The name.
    Name,
    /// All but the telling digits of the NIK.
    Full,
}

/// Who asks, as far as somebody may know. What they may not know is absent.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// What was told of the applicant, without the NIK.
    pub applicant: Applicant,
    /// The NIK without its telling digits.
    pub nik_masked: Option<String>,
    /// Who acts for them.
    pub proxy: Option<Proxy>,
}

impl Identity {
    /// What is told of it; nothing where there is nothing to tell.
    pub fn disclosed(self, disclosure: Disclosure) -> Option<Told> {
        let Self { applicant, proxy } = self;
        let told = match disclosure {
            Disclosure::Nothing => Told::default(),
            Disclosure::Name => {
                let applicant = Applicant { name: applicant.name, ..Applicant::default() };
                let proxy = proxy.map(|proxy| Proxy { name: proxy.name, power_of_attorney: None });
                Told { applicant, nik_masked: None, proxy }
            }
            Disclosure::Full => {
                let nik_masked = applicant.nik.as_deref().map(masked_nik);
                Told { applicant: Applicant { nik: None, ..applicant }, nik_masked, proxy }
            }
        };
        Some(told).filter(|told| *told != Told::default())
    }

    /// What the applicant completed, over what was known before.
    #[must_use]
    pub fn completed_by(self, later: Self) -> Self {
        let (old, new) = (self.applicant, later.applicant);
        let applicant = Applicant {
            name: new.name.or(old.name),
            nik: new.nik.or(old.nik),
            decree_number: new.decree_number.or(old.decree_number),
            address: new.address.or(old.address),
            phone: new.phone.or(old.phone),
            email: new.email.or(old.email),
            occupation: new.occupation.or(old.occupation),
        };
        let proxy = match (self.proxy, later.proxy) {
            (Some(old), Some(new)) => Some(Proxy {
                name: new.name.or(old.name),
                power_of_attorney: new.power_of_attorney.or(old.power_of_attorney),
            }),
            (old, new) => new.or(old),
        };
        Self { applicant, proxy }
    }

    /// Whether the applicant can be reached.
    pub fn has_contact(&self) -> bool {
        self.applicant.phone.is_some() || self.applicant.email.is_some()
    }

    /// What the form asks for and was not told (Perki 1/2021, `domain` 2.4), by the fields' names.
    pub fn gaps(&self, kind: ApplicantKind) -> Vec<&'static str> {
        let Self { applicant, proxy } = self;
        let number = match kind {
            ApplicantKind::Individual | ApplicantKind::Group => ("applicant.nik", applicant.nik.is_some()),
            ApplicantKind::LegalEntity => ("applicant.decree_number", applicant.decree_number.is_some()),
        };
        // Who stands for a group does so by its power of attorney, and a proxy by that of the applicant.
        let attorney = proxy.as_ref().is_some_and(|proxy| proxy.power_of_attorney.is_some());
        let needs_attorney = kind == ApplicantKind::Group || proxy.is_some();
        let told = [
            ("applicant.name", applicant.name.is_some()),
            number,
            ("applicant.address", applicant.address.is_some()),
            ("applicant.contact", self.has_contact()),
            ("proxy.power_of_attorney", attorney || !needs_attorney),
        ];
        told.into_iter().filter(|(_, is_told)| !is_told).map(|(field, _)| field).collect()
    }
}

impl fmt::Debug for Applicant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Applicant(..)")
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proxy(..)")
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(..)")
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Told(..)")
    }
}
