//! To be written.
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeFault;
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeRelation;
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeScheme;
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Levels;
