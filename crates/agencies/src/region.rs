//! Regions by the ministry's codes (kode wilayah, Kepmendagri 300.2.2-2430/2025): province, regency or city, district, village.

use padi_kernel::zone::Zone;

/// A region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// `PP.KK.CC.DDDD`, as long as its level.
    pub code: String,
    /// Its level.
    pub kind: String,
    /// The region above it.
    pub parent_code: Option<String>,
    /// Its name.
    pub name: String,
    /// Its zone.
    pub zone: Zone,
}

/// Whether the text has the shape of a region code: two digits for each of three levels, four for the village.
pub fn is_region_code(text: &str) -> bool {
    let mut parts = text.split('.');
    let digits = |part: Option<&str>, n: usize| part.map(|p| p.len() == n && p.bytes().all(|b| b.is_ascii_digit()));
    if digits(parts.next(), 2) != Some(true) {
        return false;
    }
    let regency = digits(parts.next(), 2);
    let district = digits(parts.next(), 2);
    let village = parts.next().map(|part| digits(Some(part), 4) == Some(true) && part.starts_with(['1', '2', '3']));
    [regency, district, village].into_iter().all(|level| level != Some(false)) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_region_code;

    #[test]
    fn region_codes_have_two_digits_a_level_and_four_for_a_village() {
        for good in ["33", "33.73", "33.73.04", "33.73.04.1001", "11.01.02.2001"] {
            assert!(is_region_code(good), "{good}");
        }
        for bad in
            ["", "3", "33.", "33.7", "33.73.4", "33.73.04.4001", "33.73.04.101", "33.73.04.1001.1", "3a", "33-73"]
        {
            assert!(!is_region_code(bad), "{bad}");
        }
    }
}
