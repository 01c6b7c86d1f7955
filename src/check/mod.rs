//! To be written.
mod exprs;
