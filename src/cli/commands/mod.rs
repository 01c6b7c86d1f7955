//! One file per command.

pub(super) mod check;
pub(super) mod doc;
pub(super) mod eval;
pub(super) mod explain;
pub(super) mod explain_error;
pub(super) mod fmt;
pub(super) mod init;
pub(super) mod limits;
pub(super) mod schema;
pub(super) mod test;
