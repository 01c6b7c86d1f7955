//! To be written.
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Currency;
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CurrencyFault;
