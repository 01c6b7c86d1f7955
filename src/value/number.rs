//! To be written.
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number;
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NumberFault;
