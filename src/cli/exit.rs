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
        (
            Exit::Facts,
            4,
            "errors in facts, or they could not be evaluated: something that decides is not known, or cannot be computed",
        ),
        (
            Exit::NotSettled,
            5,
            "not settled: several outcomes are reported as possible",
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
            Status::Error => Exit::Facts,
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

    #[test]
    fn wrong_use_weighs_most_then_rules_facts_not_settled_tests() {
        let mut exits: Vec<Exit> = Exit::ALL.iter().map(|(exit, _, _)| *exit).collect();
        exits.sort();
        let numbers: Vec<u8> = exits.iter().map(|exit| exit.number()).collect();
        assert_eq!(numbers, [0, 1, 5, 4, 3, 2]);
    }

    #[test]
    fn what_could_not_be_evaluated_weighs_like_a_mistake_in_the_facts() {
        for (status, exit) in [
            (Status::Decided, Exit::Fine),
            (Status::DoesNotArise, Exit::Fine),
            (Status::NotSettled, Exit::NotSettled),
            (Status::Error, Exit::Facts),
        ] {
            let decision = Decision {
                status,
                ..Decision::default()
            };
            assert_eq!(Exit::of(&decision), exit, "{status:?}");
        }
    }
}
