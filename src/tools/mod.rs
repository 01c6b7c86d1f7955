//! What the commands do, without arguments and without printing: one file each, input to plain result.

pub(crate) mod doc;
pub(crate) mod evaluate;
pub(crate) mod format;
pub(crate) mod init;
pub(crate) mod outcomes;
pub(crate) mod property;
pub(crate) mod schema;
pub(crate) mod settings;
pub(crate) mod test;
