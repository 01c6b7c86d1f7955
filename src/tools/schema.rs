//! Which facts a pack asks for, as a JSON Schema.

use crate::plan::Plan;

/// The schema of the facts.
pub(crate) fn schema(_plan: &Plan) -> serde_json::Value {
    serde_json::json!({})
}
