//! Exit codes: one number for the worst that happened, so that a script can tell a wrong rule from a wrong fact.

use std::process::ExitCode;

use crate::decision::Decision;
use crate::decision::Status;

/// How a run ended. In the order of [`Ord`], the later weighs more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// All is well.
    Fine,
    /// A test failed, a lint warned, a file is not formatted.
    Failed,
    /// Several outcomes are possible.
    NotSettled,
    /// Mistakes in facts, or an evaluation that failed.
    Facts,
    /// Mistakes in rules.
    Rules,
    /// The command was used in a wrong way, or the machine refused.
    Misuse,
}

impl Exit {
    /// All of them with number and meaning, as the documents show them.
    pub(super) const ALL: [(Exit, u8, &'static str); 6] = [
        (Exit::Fine, 0, "all is decided, checked, passed"),
        (Exit::Failed, 1, "a test failed, a lint warned, a file is not formatted"),
        (
            Exit::Misuse,
            2,
            "wrong use of the command; a file cannot be read or written",
        ),
        (Exit::Rules, 3, "errors in rules"),
        (Exit::Facts, 4, "errors in facts, or in an evaluation"),
        (
            Exit::NotSettled,
            5,
            "not settled: a fact is not stated, a list is incomplete, a reading is open",
        ),
    ];

    /// The number.
    pub(super) fn number(self) -> u8 {
        Exit::ALL
            .iter()
            .find(|(exit, _, _)| *exit == self)
            .map_or(2, |(_, number, _)| *number)
    }

    /// What the answer for one record amounts to.
    pub(super) fn of(decision: &Decision) -> Exit {
        match decision.status {
            Status::Decided | Status::DoesNotArise => Exit::Fine,
            Status::NotSettled => Exit::NotSettled,
            // E201 to E204 say that something is not known; every other error is a mistake.
            Status::Error => {
                let unknown = |code: &str| matches!(code, "E201" | "E202" | "E203" | "E204");
                let only_unknown = decision.errors.iter().all(|fault| unknown(&fault.code));
                if only_unknown && !decision.errors.is_empty() {
                    Exit::NotSettled
                } else {
                    Exit::Facts
                }
            }
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::Fault;

    #[test]
    fn wrong_use_weighs_most_then_rules_facts_not_settled_tests() {
        let mut exits: Vec<Exit> = Exit::ALL.iter().map(|(exit, _, _)| *exit).collect();
        exits.sort();
        let numbers: Vec<u8> = exits.iter().map(|exit| exit.number()).collect();
        assert_eq!(numbers, [0, 1, 5, 4, 3, 2]);
    }

    #[test]
    fn what_is_only_not_known_is_not_settled_and_a_mistake_is_a_mistake() {
        let of = |codes: &[&str]| {
            let fault = |code: &&str| Fault {
                code: (*code).to_owned(),
                ..Fault::default()
            };
            Exit::of(&Decision {
                errors: codes.iter().map(fault).collect(),
                ..Decision::default()
            })
        };
        assert_eq!(of(&["E202", "E203"]), Exit::NotSettled);
        assert_eq!(of(&["E202", "F201"]), Exit::Facts);
        assert_eq!(of(&["E205"]), Exit::Facts);
        assert_eq!(
            of(&[]),
            Exit::Facts,
            "an error without a reason is never taken for less"
        );
    }
}
