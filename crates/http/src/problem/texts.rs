//! What each problem code says to people, in both languages: a table and nothing else.

mod files;
mod information;

use super::code::Code;
use crate::language::Language;

/// The texts of one code: Indonesian first, English second.
pub(super) struct Texts {
    title: [&'static str; 2],
    detail: [&'static str; 2],
    advice: [&'static str; 2],
}

impl Texts {
    pub(super) fn title(&self, language: Language) -> &'static str {
        pick(self.title, language)
    }

    pub(super) fn detail(&self, language: Language) -> &'static str {
        pick(self.detail, language)
    }

    pub(super) fn advice(&self, language: Language) -> &'static str {
        pick(self.advice, language)
    }
}

fn pick([id, en]: [&'static str; 2], language: Language) -> &'static str {
    match language {
        Language::Indonesian => id,
        Language::English => en,
    }
}

/// The texts of a code.
pub(super) const fn of(code: Code) -> &'static Texts {
    match code {
        Code::MalformedBody => &MALFORMED_BODY,
        Code::UnknownField => &UNKNOWN_FIELD,
        Code::InvalidParameter => &INVALID_PARAMETER,
        Code::UnknownParameter => &UNKNOWN_PARAMETER,
        Code::InvalidCursor => &INVALID_CURSOR,
        Code::MethodNotAllowed => &METHOD_NOT_ALLOWED,
        Code::PayloadTooLarge => &PAYLOAD_TOO_LARGE,
        Code::UnsupportedMediaType => &UNSUPPORTED_MEDIA_TYPE,
        Code::UnsupportedFile => &files::UNSUPPORTED,
        Code::RequestTimeout => &REQUEST_TIMEOUT,
        Code::ValidationFailed => &VALIDATION_FAILED,
        Code::FileRejected => &files::REJECTED,
        Code::TooManyRows => &files::TOO_MANY_ROWS,
        Code::Unauthenticated => &UNAUTHENTICATED,
        Code::InvalidCredentials => &INVALID_CREDENTIALS,
        Code::EmailUnverified => &EMAIL_UNVERIFIED,
        Code::SecondFactorRequired => &SECOND_FACTOR_REQUIRED,
        Code::InvalidCode => &INVALID_CODE,
        Code::Forbidden => &FORBIDDEN,
        Code::NotFound => &NOT_FOUND,
        Code::InvalidTransition => &INVALID_TRANSITION,
        Code::WindowClosed => &WINDOW_CLOSED,
        Code::UnitAlreadyReturned => &UNIT_ALREADY_RETURNED,
        Code::ConflictOfInterest => &CONFLICT_OF_INTEREST,
        Code::AssignmentsOpen => &ASSIGNMENTS_OPEN,
        Code::ChildrenOpen => &CHILDREN_OPEN,
        Code::StricterTarget => &STRICTER_TARGET,
        Code::NotConvertible => &information::NOT_CONVERTIBLE,
        Code::AlreadyExtended => &information::ALREADY_EXTENDED,
        Code::AlreadyObjected => &information::ALREADY_OBJECTED,
        Code::SettlementExcluded => &information::SETTLEMENT_EXCLUDED,
        Code::TestRequired => &information::TEST_REQUIRED,
        Code::PartialExemption => &information::PARTIAL_EXEMPTION,
        Code::SamePerson => &information::SAME_PERSON,
        Code::LegalHold => &LEGAL_HOLD,
        Code::RevealNotApproved => &REVEAL_NOT_APPROVED,
        Code::VersionMismatch => &VERSION_MISMATCH,
        Code::IfMatchRequired => &IF_MATCH_REQUIRED,
        Code::IdempotencyKeyReused => &IDEMPOTENCY_KEY_REUSED,
        Code::IdempotencyInProgress => &IDEMPOTENCY_IN_PROGRESS,
        Code::RateLimited => &RATE_LIMITED,
        Code::Unavailable => &UNAVAILABLE,
        Code::Internal => &INTERNAL,
    }
}

static MALFORMED_BODY: Texts = Texts {
    title: ["Isi permintaan tidak dapat dibaca", "The request body cannot be read"],
    detail: [
        "Isi permintaan bukan JSON yang sah atau memuat tipe JSON yang salah.",
        "The body is not valid JSON or contains a wrong JSON type.",
    ],
    advice: [
        "Perbaiki JSON pada tempat yang ditunjuk oleh errors[].pointer, lalu kirim lagi.",
        "Mend the JSON at the place that errors[].pointer names and send it again.",
    ],
};

static UNKNOWN_FIELD: Texts = Texts {
    title: ["Isian tidak dikenal", "Unknown field"],
    detail: [
        "Isi permintaan memuat isian yang tidak dikenal.",
        "The body contains a field that this operation does not know.",
    ],
    advice: [
        "Hapus atau perbaiki nama isian yang ditunjuk oleh errors[].pointer.",
        "Remove or correct the field that errors[].pointer names.",
    ],
};

static INVALID_PARAMETER: Texts = Texts {
    title: ["Parameter tidak sah", "Invalid parameter"],
    detail: ["Nilai suatu parameter tidak sah.", "A parameter has an invalid value."],
    advice: ["Perbaiki parameter yang disebut oleh parameter.", "Correct the parameter that is named in parameter."],
};

static UNKNOWN_PARAMETER: Texts = Texts {
    title: ["Parameter tidak dikenal", "Unknown parameter"],
    detail: [
        "Permintaan memuat parameter yang tidak dikenal.",
        "The request contains a parameter that this operation does not know.",
    ],
    advice: [
        "Hapus parameter itu; daftar yang diperbolehkan ada di allowed.",
        "Remove it; allowed lists the parameters that are known.",
    ],
};

static INVALID_CURSOR: Texts = Texts {
    title: ["Kursor tidak sah", "Invalid cursor"],
    detail: [
        "Kursor tidak dapat dibaca atau bukan milik penyaring dan urutan ini.",
        "The cursor cannot be read or does not belong to these filters and this order.",
    ],
    advice: [
        "Mulai lagi dari halaman pertama, dan jangan mengubah penyaring di tengah jalan.",
        "Start again from the first page and do not change filters on the way.",
    ],
};

static METHOD_NOT_ALLOWED: Texts = Texts {
    title: ["Metode tidak diperbolehkan", "Method not allowed"],
    detail: ["Alamat ini tidak melayani metode itu.", "This address does not serve that method."],
    advice: ["Pakai salah satu metode dalam kepala Allow.", "Use one of the methods in the header Allow."],
};

static PAYLOAD_TOO_LARGE: Texts = Texts {
    title: ["Isi permintaan terlalu besar", "Payload too large"],
    detail: ["Isi permintaan melebihi batas ukuran.", "The body is larger than permitted."],
    advice: ["Batas adalah 256 KiB setelah dekompresi.", "The limit is 256 KiB after decompression."],
};

static UNSUPPORTED_MEDIA_TYPE: Texts = Texts {
    title: ["Jenis isi tidak didukung", "Unsupported media type"],
    detail: ["Jenis atau pengodean isi permintaan tidak didukung.", "The type or coding of the body is not supported."],
    advice: [
        "Kirim Content-Type: application/json (PATCH: application/merge-patch+json) dan, bila dimampatkan, gzip, br, atau zstd.",
        "Send Content-Type: application/json (PATCH: application/merge-patch+json) and, if compressed, gzip, br or zstd.",
    ],
};

static REQUEST_TIMEOUT: Texts = Texts {
    title: ["Waktu habis", "Request timeout"],
    detail: ["Isi permintaan datang terlalu lambat.", "The body came too slowly."],
    advice: [
        "Kirim lagi dengan Idempotency-Key yang sama; laju minimal 16 KiB per detik setelah 10 detik.",
        "Send it again with the same Idempotency-Key; the least rate is 16 KiB a second after 10 seconds.",
    ],
};

static VALIDATION_FAILED: Texts = Texts {
    title: ["Isian belum benar", "Validation failed"],
    detail: ["Satu isian atau lebih belum benar.", "One or more fields are not right."],
    advice: ["Perbaiki semua yang tercantum dalam errors.", "Correct everything that errors lists."],
};

static UNAUTHENTICATED: Texts = Texts {
    title: ["Perlu masuk", "Authentication required"],
    detail: ["Permintaan ini memerlukan token akses yang sah.", "This request needs a valid access token."],
    advice: [
        "Masuk melalui /v1/auth/login atau perbarui token, lalu kirim Authorization: Bearer.",
        "Log in at /v1/auth/login or refresh the token, then send Authorization: Bearer.",
    ],
};

static INVALID_CREDENTIALS: Texts = Texts {
    title: ["Kredensial salah", "Invalid credentials"],
    detail: ["Alamat surel atau kata sandi salah.", "The e-mail address or the password is wrong."],
    advice: [
        "Periksa alamat surel dan kata sandi, atau minta pengaturan ulang kata sandi; token yang sudah dipakai tidak berlaku lagi, minta \
         yang baru.",
        "Check the address and the password, or ask for a password reset; a token that was used is of no use again, ask for a new one.",
    ],
};

static EMAIL_UNVERIFIED: Texts = Texts {
    title: ["Alamat surel belum diverifikasi", "E-mail address not verified"],
    detail: ["Alamat surel akun ini belum diverifikasi.", "The e-mail address of this account is not verified yet."],
    advice: [
        "Buka tautan di surel verifikasi; daftar lagi untuk mendapat tautan baru.",
        "Open the link in the verification mail; register again for a new one.",
    ],
};

static SECOND_FACTOR_REQUIRED: Texts = Texts {
    title: ["Faktor kedua diperlukan", "Second factor required"],
    detail: [
        "Permintaan ini memerlukan sesi yang dimulai dengan faktor kedua.",
        "This needs a session that was begun with a second factor.",
    ],
    advice: [
        "Masuk lagi melalui /v1/auth/login dengan code dari aplikasi autentikator atau kode pemulihan; aktifkan faktor kedua di \
         /v1/me/second-factor bila belum.",
        "Log in again at /v1/auth/login with a code of your authenticator or a recovery code; set up a second factor at \
         /v1/me/second-factor if you have none.",
    ],
};

static INVALID_CODE: Texts = Texts {
    title: ["Kode salah", "Invalid code"],
    detail: [
        "Kode faktor kedua salah, kedaluwarsa, atau sudah dipakai.",
        "The code of the second factor is wrong, too old or was used.",
    ],
    advice: [
        "Tunggu kode berikutnya dari aplikasi autentikator, atau pakai kode pemulihan; setiap kode berlaku satu kali.",
        "Wait for the next code of the authenticator, or use a recovery code; each code is good once.",
    ],
};

static FORBIDDEN: Texts = Texts {
    title: ["Tidak berwenang", "Forbidden"],
    detail: ["Anda tidak berwenang melakukan tindakan ini.", "You may not do this."],
    advice: [
        "Peran dan instansi yang diperlukan ada di dokumentasi operasi ini.",
        "The documentation of the operation says which role and agency it needs.",
    ],
};

static NOT_FOUND: Texts = Texts {
    title: ["Tidak ditemukan", "Not found"],
    detail: ["Yang dicari tidak ada, atau tidak terbuka bagi Anda.", "It does not exist, or is not open to you."],
    advice: [
        "Periksa alamat, nomor, dan kode rahasia. Jawaban ini sama untuk yang tidak ada dan yang tidak boleh diketahui.",
        "Check address, number and secret. The answer is the same for what does not exist and what you may not know of.",
    ],
};

static INVALID_TRANSITION: Texts = Texts {
    title: ["Tindakan tidak mungkin pada status ini", "Not possible in this state"],
    detail: [
        "Tindakan ini tidak mungkin pada status perkara sekarang.",
        "This action is not possible in the present state of the case.",
    ],
    advice: ["Pilih salah satu tindakan dalam allowed_actions.", "Choose one of allowed_actions."],
};

static WINDOW_CLOSED: Texts = Texts {
    title: ["Jangka waktu telah lewat", "The window has closed"],
    detail: [
        "Jangka waktu untuk tindakan ini telah lewat atau sudah terpakai.",
        "The time for this action has passed or is used up.",
    ],
    advice: ["Ajukan pengaduan baru bila masalah masih ada.", "File a new complaint if the matter persists."],
};

static UNIT_ALREADY_RETURNED: Texts = Texts {
    title: ["Unit telah mengembalikan perkara ini", "The unit has returned this case"],
    detail: [
        "Perkara tidak dapat diberikan lagi kepada unit yang telah mengembalikannya.",
        "The case cannot go back to a unit that has returned it.",
    ],
    advice: [
        "Pilih unit lain, atau serahkan kepada koordinator.",
        "Choose another unit, or leave it to the coordinator.",
    ],
};

static CONFLICT_OF_INTEREST: Texts = Texts {
    title: ["Benturan kepentingan", "A conflict of interest"],
    detail: [
        "Perkara tidak boleh sampai kepada unit terlapor atau unit di bawahnya, dan tidak diperiksa oleh pihak yang dilaporkan.",
        "The case must not come to the accused unit or anything below it, and nobody examines themselves.",
    ],
    advice: [
        "Pilih unit lain; laporan atas Inspektorat Jenderal sendiri disampaikan kepada Ombudsman.",
        "Choose another unit; a complaint about the ministry's own inspectorate belongs before the Ombudsman.",
    ],
};

static ASSIGNMENTS_OPEN: Texts = Texts {
    title: ["Instansi pendukung belum menjawab", "Supporting agencies have not answered"],
    detail: [
        "Masih ada instansi pendukung yang belum menjawab dan belum dibebaskan.",
        "Some supporting agency has neither answered nor been released.",
    ],
    advice: [
        "Tunggu jawaban mereka; yang masih terbuka ada dalam assignments.",
        "Wait for their answers; assignments shows which are open.",
    ],
};

static CHILDREN_OPEN: Texts = Texts {
    title: ["Laporan pecahan belum selesai", "Split-off cases have not ended"],
    detail: [
        "Laporan yang dipecah dari perkara ini belum berakhir.",
        "Cases that were split off from this one have not ended.",
    ],
    advice: ["Tunggu sampai semua laporan dalam child_ids berakhir.", "Wait until every case in child_ids has ended."],
};

static STRICTER_TARGET: Texts = Texts {
    title: ["Laporan tujuan lebih tertutup", "The kept case hides more"],
    detail: [
        "Laporan yang dipertahankan anonim atau rahasia, sedangkan laporan ini tidak.",
        "The case to be kept is anonymous or secret, and this one is not.",
    ],
    advice: [
        "Gabungkan ke arah sebaliknya, atau perketat laporan ini lebih dahulu.",
        "Merge the other way round, or make this case stricter first.",
    ],
};

static LEGAL_HOLD: Texts = Texts {
    title: ["Perkara dalam penahanan hukum", "The case is under a legal hold"],
    detail: [
        "Data pribadi perkara ini tidak boleh dihapus selama penahanan hukum berlaku.",
        "The personal data of this case must not be erased while the legal hold stands.",
    ],
    advice: [
        "Tolak permintaan dengan reason_code legal_hold, atau tunggu sampai penahanan dicabut.",
        "Refuse the request with the reason_code legal_hold, or wait until the hold is lifted.",
    ],
};

static REVEAL_NOT_APPROVED: Texts = Texts {
    title: ["Pembukaan identitas belum disetujui", "The reveal is not approved"],
    detail: [
        "Identitas hanya dapat dibaca oleh pemohon, dalam 15 menit setelah pihak kedua menyetujuinya.",
        "An identity can be read by who asked, within 15 minutes after a second person approved it.",
    ],
    advice: [
        "Tunggu persetujuan, atau ajukan permohonan baru bila waktunya sudah habis.",
        "Wait for the approval, or ask anew where the time is over.",
    ],
};

static VERSION_MISMATCH: Texts = Texts {
    title: ["Perkara telah berubah", "The resource has changed"],
    detail: ["Versi yang Anda sebut bukan versi yang sekarang.", "The version that you named is not the present one."],
    advice: [
        "Baca lagi, periksa perubahan, lalu kirim dengan ETag yang baru.",
        "Read it again, look at what changed, and send with the new ETag.",
    ],
};

static IF_MATCH_REQUIRED: Texts = Texts {
    title: ["If-Match wajib", "If-Match required"],
    detail: ["Permintaan ini memerlukan kepala If-Match.", "This request needs the header If-Match."],
    advice: ["Kirim ETag dari jawaban terakhir sebagai If-Match.", "Send the ETag of the last answer as If-Match."],
};

static IDEMPOTENCY_KEY_REUSED: Texts = Texts {
    title: ["Idempotency-Key sudah terpakai", "Idempotency-Key reused"],
    detail: ["Kunci ini sudah dipakai untuk permintaan yang lain.", "This key was used for a different request."],
    advice: ["Pakai kunci baru untuk setiap permintaan yang berbeda.", "Use a new key for each different request."],
};

static IDEMPOTENCY_IN_PROGRESS: Texts = Texts {
    title: ["Permintaan pertama masih berjalan", "The first request is still running"],
    detail: ["Permintaan dengan kunci ini masih dikerjakan.", "A request with this key is still being worked on."],
    advice: [
        "Tunggu sesuai Retry-After, lalu kirim lagi tanpa perubahan.",
        "Wait as Retry-After says and send it again unchanged.",
    ],
};

static RATE_LIMITED: Texts = Texts {
    title: ["Terlalu banyak permintaan", "Too many requests"],
    detail: ["Kuota permintaan telah habis.", "The quota of requests is used up."],
    advice: [
        "Tunggu sesuai Retry-After; kuota ada di kepala RateLimit dan /v1/me/limits.",
        "Wait as Retry-After says; quotas are in the header RateLimit and at /v1/me/limits.",
    ],
};

static UNAVAILABLE: Texts = Texts {
    title: ["Layanan sedang tidak tersedia", "Service unavailable"],
    detail: ["Layanan sedang tidak dapat menjawab.", "The service cannot answer at the moment."],
    advice: [
        "Coba lagi sesuai Retry-After dengan Idempotency-Key yang sama.",
        "Try again as Retry-After says, with the same Idempotency-Key.",
    ],
};

static INTERNAL: Texts = Texts {
    title: ["Kesalahan di pihak kami", "Internal error"],
    detail: [
        "Terjadi kesalahan di pihak kami. Sebutkan trace_id bila melapor.",
        "Something went wrong on our side. Name the trace_id when you report it.",
    ],
    advice: [
        "Coba lagi nanti dengan Idempotency-Key yang sama; laporkan trace_id bila berulang.",
        "Try again later with the same Idempotency-Key; report the trace_id if it persists.",
    ],
};
