//! `is` and `is under` for codes, from how a fact's code stands to the law's.
//!
//! A fact that is coarser than the law's code says neither: HS 8505 may or may not be HS 8505.11. That is open (`None`),
//! never a no. Language reference: "Types and values".

use crate::value::CodeRelation;

/// `fact is law`; `None` where it is not known.
pub(crate) const fn is_same_code(relation: CodeRelation) -> Option<bool> {
    match relation {
        CodeRelation::Same => Some(true),
        CodeRelation::Under | CodeRelation::Apart => Some(false),
        CodeRelation::Coarser => None,
    }
}

/// `fact is under law`: the same, or below; `None` where it is not known.
pub(crate) const fn is_under(relation: CodeRelation) -> Option<bool> {
    match relation {
        CodeRelation::Same | CodeRelation::Under => Some(true),
        CodeRelation::Apart => Some(false),
        CodeRelation::Coarser => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::value::CodeScheme;
    use crate::value::Levels;

    #[test]
    fn a_coarse_code_is_not_known_to_be_under() {
        let hs = CodeScheme {
            name: "HS".into(),
            title: "Harmonized System".into(),
            levels: Levels::Digits(vec![2, 4, 6, 8, 10]),
            example: None,
        };
        for (fact, law, same, under) in [
            ("8505.11", "8505.11", Some(true), Some(true)),
            ("8505.11.10", "8505.11", Some(false), Some(true)),
            ("8505", "8505.11", None, None),
            ("85", "8505.11", None, None),
            ("8505.19", "8505.11", Some(false), Some(false)),
        ] {
            let relation = hs.relation(fact, law);
            assert_eq!(
                (is_same_code(relation), is_under(relation)),
                (same, under),
                "{fact} {law}"
            );
        }
    }
}
