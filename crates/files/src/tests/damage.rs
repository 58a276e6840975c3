//! Damage: whatever is wrong with a file, it is refused or cleaned, and nothing panics.

use proptest::prelude::*;

use super::{cleaned, samples, tells_nothing};

#[test]
fn cut_files_are_refused_or_told_apart() {
    for (kind, bytes) in samples::all() {
        let step = (bytes.len() / 150).max(1);
        for length in (0..bytes.len()).step_by(step) {
            if let Ok((_, found)) = cleaned(&bytes[..length]) {
                tells_nothing(&found);
                // What stands after the end of a picture may be missing; a film's and a PDF's end is where it ends.
                assert!(length + 400 > bytes.len(), "{kind:?} cut at {length} of {}", bytes.len());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bits_do_no_harm(kind in 0..11_usize, flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8_u8), 1..12)) {
        let (_, mut bytes) = samples::all().swap_remove(kind);
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        // Whatever comes out has been through the same rules.
        drop(cleaned(&bytes));
    }

    #[test]
    fn noise_after_a_beginning_does_no_harm(kind in 0..11_usize, head in 1..200_usize, noise in prop::collection::vec(any::<u8>(), 0..600)) {
        let (_, bytes) = samples::all().swap_remove(kind);
        let mixed = [&bytes[..head.min(bytes.len())], &noise].concat();
        drop(cleaned(&mixed));
    }
}
