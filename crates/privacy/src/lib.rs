//! Personal data (UU 27/2022): what people may ask of their data, how long it is kept, and what stands against erasing it.
//!
//! Pure. It knows no case: what an erasure removes is said by [`obstacles::Facts`] and done by `app`.

pub mod obstacles;
pub mod policy;
pub mod request;
pub mod retention;

#[cfg(test)]
mod tests;
