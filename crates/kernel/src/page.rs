//! Pages of lists: how many, from where, whether to count.

/// How many rows a counted total stops at.
pub const TOTAL_CAP: u64 = 10_000;

/// What part of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest<C> {
    /// At most this many rows, 1 to 200.
    pub limit: u64,
    /// The place after which to go on; absent for the first page.
    pub after: Option<C>,
    /// Whether to count the whole list, up to [`TOTAL_CAP`].
    pub include_total: bool,
}

/// A count that may have stopped at [`TOTAL_CAP`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// The count.
    pub value: u64,
    /// Whether it is exact.
    pub exact: bool,
}

/// One page, and where the next begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, C> {
    /// The rows.
    pub items: Vec<T>,
    /// The place after the last row; absent at the end of the list.
    pub next: Option<C>,
    /// The count, if it was asked for.
    pub total: Option<Total>,
}

impl<T, C> Page<T, C> {
    /// The same page with each row turned into something else.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U, C> {
        Page { items: self.items.into_iter().map(turn).collect(), next: self.next, total: self.total }
    }
}

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// What everybody may see.
    Public,
    /// What I filed.
    Mine,
    /// What my grants let me see.
    Inbox,
}
