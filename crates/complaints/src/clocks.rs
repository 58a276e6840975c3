//! The clocks of a complaint (`domain` 10.1): which rule of law each runs by.

use padi_kernel::deadlines::Kind;

use crate::state::Class;

/// Verification at a desk: 3 working days.
pub const C1: Kind = Kind { code: "C1", rule: "C1" };
/// First follow-up after disposition to an agency: 5 working days.
pub const C2: Kind = Kind { code: "C2", rule: "C2" };
/// The reporter's window after a substantive answer: 10 working days.
pub const C4: Kind = Kind { code: "C4", rule: "C4" };
/// The reporter completes data: 10 working days.
pub const C5: Kind = Kind { code: "C5", rule: "C5" };
/// The statutory backstop: 60 calendar days since the file is complete (Perpres 76/2013).
pub const C6: Kind = Kind { code: "C6", rule: "C6" };
/// The statutory limit to complete: 30 calendar days (UU 25/2009 Ps 44).
pub const C9: Kind = Kind { code: "C9", rule: "C9" };
/// The window to reopen: 10 working days.
pub const C10: Kind = Kind { code: "C10", rule: "C10" };
/// The agency's administrator disposes anew after a unit's return: 1 working day.
pub const C11: Kind = Kind { code: "C11", rule: "C11" };
/// Propartif: the reporter is reached: 1 working day.
pub const P1: Kind = Kind { code: "P1", rule: "P1" };
/// Propartif: agreement or exit: 10 working days.
pub const P2: Kind = Kind { code: "P2", rule: "P2" };

/// The explanation that the Ombudsman asked for: 14 calendar days (UU 37/2008 Ps 33).
pub const C15: Kind = Kind { code: "C15", rule: "C15" };

/// The code of the finishing term, whatever its rule.
pub const C3: &str = "C3";

/// The finishing term of a class: 5, 5, 14 or 60 working days.
pub fn finish(class: Class) -> Kind {
    let rule = match class {
        Class::InformationQuestion => "C3a",
        Class::Aspiration => "C3b",
        Class::Complaint | Class::ComplaintNonSupervisory => "C3c",
        Class::ComplaintSupervisory | Class::Whistleblowing => "C3d",
    };
    Kind { code: C3, rule }
}
