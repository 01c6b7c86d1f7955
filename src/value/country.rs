//! To be written.
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Country;
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CountryFault;
