//! The texts of what a request for public information, or an objection to an answer, does not allow.

use super::Texts;

pub(super) static ALREADY_EXTENDED: Texts = Texts {
    title: ["Sudah diperpanjang", "Extended already"],
    detail: [
        "Pemberitahuan tertulis hanya dapat diperpanjang satu kali.",
        "The written notification can be put off once only.",
    ],
    advice: [
        "Beri pemberitahuan sebelum R4 berakhir; tenggatnya ada dalam deadlines.",
        "Give the notice before R4 ends; deadlines shows when that is.",
    ],
};

pub(super) static ALREADY_OBJECTED: Texts = Texts {
    title: ["Keberatan sudah diajukan", "Objected already"],
    detail: [
        "Masih ada keberatan yang berjalan, atau setiap jangka waktu keberatan sudah dipakai.",
        "An objection is under way, or every window for one was used.",
    ],
    advice: [
        "Ikuti keberatan yang ada; objection_windows menunjukkan jangka waktu setiap alasan.",
        "Follow the objection that there is; objection_windows shows until when which ground can be raised.",
    ],
};

pub(super) static SETTLEMENT_EXCLUDED: Texts = Texts {
    title: ["Tidak dapat dimusyawarahkan", "Settlement excluded"],
    detail: [
        "Penolakan berdasarkan alasan pengecualian tidak diselesaikan melalui musyawarah (UU 14/2008 Ps 35(2)).",
        "A refusal by exemption is not settled between the parties (UU 14/2008 Ps 35(2)).",
    ],
    advice: ["Tunggu tanggapan tertulis atasan PPID.", "Wait for the superior's written answer."],
};

pub(super) static TEST_REQUIRED: Texts = Texts {
    title: ["Perlu uji konsekuensi", "A consequence test is required"],
    detail: [
        "Informasi hanya boleh dikecualikan berdasarkan uji konsekuensi yang telah ditetapkan untuk alasan yang sama (UU 14/2008 Ps 19).",
        "Nothing is withheld without an approved consequence test for the same ground (UU 14/2008 Ps 19).",
    ],
    advice: [
        "Mulai uji konsekuensi, atau sebut uji yang telah ditetapkan dan pengecualiannya masih berlaku.",
        "Start a consequence test, or name an approved one whose exemption is in force.",
    ],
};

pub(super) static PARTIAL_EXEMPTION: Texts = Texts {
    title: ["Hanya sebagian yang dikecualikan", "Exempt in part only"],
    detail: [
        "Uji konsekuensi hanya mengecualikan sebagian, sehingga permohonan tidak boleh ditolak seluruhnya.",
        "The consequence test exempts a part only, so that the request may not be refused as a whole.",
    ],
    advice: [
        "Berikan sebagian dengan penghitaman (notify-partial).",
        "Grant it in part, with the rest blacked out (notify-partial).",
    ],
};

pub(super) static SAME_PERSON: Texts = Texts {
    title: ["Orang yang sama", "The same person"],
    detail: [
        "Tidak seorang pun memutus atas apa yang disusun atau diputusnya sendiri.",
        "Nobody decides on what they wrote or decided themselves.",
    ],
    advice: ["Mintalah pejabat lain untuk memutus.", "Ask another officer to decide."],
};

pub(super) static NOT_CONVERTIBLE: Texts = Texts {
    title: ["Tidak dapat dialihkan", "Not convertible"],
    detail: [
        "Hanya pertanyaan (information_question) di meja badan publik yang menjadi permohonan informasi.",
        "Only a question (information_question) on the desk of a public body becomes a request for information.",
    ],
    advice: [
        "Ajukan permohonan informasi tersendiri (POST /v1/information-requests).",
        "File a request for information of its own (POST /v1/information-requests).",
    ],
};
