//! To be written.
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Date;
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateFault;
