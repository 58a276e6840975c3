//! The clocks of public information (`domain` 10.2): which rule of law each runs by.

use padi_kernel::deadlines::Kind;

/// The desk says what is missing (pemberitahuan belum lengkap): 3 working days since receipt.
pub const R1: Kind = Kind { code: "R1", rule: "R1" };
/// The applicant completes the request: 3 working days.
pub const R2: Kind = Kind { code: "R2", rule: "R2" };
/// The written notification (pemberitahuan tertulis): 10 working days since receipt (UU 14/2008 Ps 22(7)).
pub const R3: Kind = Kind { code: "R3", rule: "R3" };
/// The extension, once (perpanjangan): 7 working days more, from the end of R3 (UU 14/2008 Ps 22(8)).
pub const R4: Kind = Kind { code: "R4", rule: "R4" };
/// Handing over after the notice or the payment (penyerahan): 3 working days.
pub const R5: Kind = Kind { code: "R5", rule: "R5" };
/// The unit's material (bahan dari PPID pelaksana): 5 working days.
pub const R6: Kind = Kind { code: "R6", rule: "R6" };
/// The applicant pays the copies (pembayaran biaya salinan): 14 calendar days.
pub const R7: Kind = Kind { code: "R7", rule: "R7" };
/// The decree that opens exempt information: 30 working days before the exemption ends (PP 61/2010).
pub const R8: Kind = Kind { code: "R8", rule: "R8" };
/// An exemption is undisturbed until the warning, 60 working days before its end.
pub const R8W: Kind = Kind { code: "R8W", rule: "R8W" };
/// The exemption itself (jangka waktu pengecualian); under Ps 17 a at most 30 years (PP 61/2010).
pub const R9: Kind = Kind { code: "R9", rule: "R9" };
/// The applicant objects (pengajuan keberatan): 30 working days since the ground was found (UU 14/2008 Ps 36(1)). One for each
/// trigger.
pub const O1: Kind = Kind { code: "O1", rule: "O1" };
/// The superior answers (tanggapan atasan PPID): 30 working days since the objection was received (UU 14/2008 Ps 36(2)).
pub const O2: Kind = Kind { code: "O2", rule: "O2" };
/// The order or settlement is executed (pelaksanaan keputusan): as ordered, else 7 working days.
pub const O3: Kind = Kind { code: "O3", rule: "O3" };
/// The applicant goes to the Information Commission (pengajuan sengketa): 14 working days since the answer, or the end of O2
/// (UU 14/2008 Ps 37(2)).
pub const D1: Kind = Kind { code: "D1", rule: "D1" };
