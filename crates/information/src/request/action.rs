//! The actions on a request, by their names in the API.

named! {
    /// What somebody can do to a request.
    Action {
        /// Everything is there (dicatat lengkap).
        RegisterComplete = "register_complete",
        /// Something is missing (minta kelengkapan).
        AskCompletion = "ask_completion",
        /// The applicant completes it (lengkapi).
        Complete = "complete",
        /// A unit must look for it (teruskan ke PPID pelaksana).
        Assign = "assign",
        /// The unit hands its material in (serahkan bahan).
        SubmitMaterial = "submit_material",
        /// The consequences of opening it must be tested (mulai uji konsekuensi).
        StartConsequenceTest = "start_consequence_test",
        /// The notice comes later, once (perpanjang).
        Extend = "extend",
        /// Another body has it, or none (tidak dikuasai).
        NotHeld = "not_held",
        /// There is no document of it (belum didokumentasikan).
        NotDocumented = "not_documented",
        /// All of it is given (pemberitahuan: diberikan seluruhnya).
        NotifyGrant = "notify_grant",
        /// A part of it is given (pemberitahuan: diberikan sebagian).
        NotifyPartial = "notify_partial",
        /// It is exempt (pemberitahuan penolakan).
        NotifyRefusal = "notify_refusal",
        /// The copies were paid for (catat pembayaran).
        RecordPayment = "record_payment",
        /// The information is handed over (serahkan informasi).
        Deliver = "deliver",
        /// The applicant takes it back (cabut).
        Withdraw = "withdraw",
        /// The applicant objects (ajukan keberatan); done by filing an objection.
        Object = "object",
    }
}
