//! The texts of what is wrong with a file that comes in, or would go out.

use super::Texts;

pub(super) static UNSUPPORTED: Texts = Texts {
    title: ["Jenis berkas tidak diterima", "Kind of file not taken"],
    detail: [
        "Isi berkas ini bukan jenis yang diterima: JPEG, PNG, WebP, PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, MP4.",
        "What is in this file is none of the kinds that are taken: JPEG, PNG, WebP, PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, MP4.",
    ],
    advice: [
        "Simpan berkas sebagai salah satu jenis itu (foto HEIC sebagai JPEG), lalu kirim lagi.",
        "Save the file as one of those kinds (a HEIC photograph as JPEG) and send it again.",
    ],
};

pub(super) static REJECTED: Texts = Texts {
    title: ["Berkas ditolak", "File rejected"],
    detail: [
        "Berkas ini tidak dapat dibersihkan dari data pembuatnya, sehingga tidak disimpan.",
        "What tells of its maker cannot be taken out of this file, so it is not stored.",
    ],
    advice: [
        "Lihat reason: simpan ulang tanpa kata sandi, makro, atau objek tertanam, atau kirim sebagai PDF.",
        "Look at reason: save it again without password, macros or embedded objects, or send it as PDF.",
    ],
};

pub(super) static TOO_MANY_ROWS: Texts = Texts {
    title: ["Terlalu banyak baris", "Too many rows"],
    detail: [
        "Lembar kerja XLSX memuat paling banyak 1.048.576 baris, termasuk judul kolom.",
        "A sheet of XLSX holds at most 1,048,576 rows, the headings among them.",
    ],
    advice: [
        "Pilih jangka waktu yang lebih pendek, atau minta format=csv, yang tidak dibatasi.",
        "Choose a shorter period, or ask for format=csv, which has no limit.",
    ],
};
