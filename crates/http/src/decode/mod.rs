//! From bytes to a checked value, with every fault named by its place.
//!
//! serde alone stops at the first fault and tells it in prose. Here the text is read into a [`tree::Tree`] ([`scan`]), and a deserializer
//! of our own ([`node`]) reports faults as values ([`fault`]), so that [`shape`] can tell wrong types from missing fields, mend the tree
//! where something is missing, and go on until all faults of a body are known. Nothing in here knows of HTTP.

pub mod fault;
pub mod node;
pub mod rules;
pub mod scan;
pub mod shape;
pub mod tree;
