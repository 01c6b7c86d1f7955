//! Tests: cases laid on each other, examples made tests of their own, claims.
//!
//! To be written.
