//! Why rules or a setting is refused: the mistakes as data, and in words.

use std::fmt;

use crate::decision::Fault;
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::source::Sources;
use crate::text;

/// Why rules cannot be used, or a setting is not understood: every mistake, each with its place and a way out.
#[derive(Clone, Debug)]
pub struct Error {
    faults: Vec<Fault>,
}

impl Error {
    /// From what was said, and the texts in which it has its places.
    pub(super) fn new(said: &[Diagnostic], sources: &Sources) -> Error {
        Error {
            faults: said.iter().map(|diagnostic| Fault::of(diagnostic, sources)).collect(),
        }
    }

    /// The mistakes, by place.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

/// One line for each mistake, `path:line:column: CODE: title`, with its ways out below it.
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = Limits::default().errors_shown;
        let mut lines: Vec<String> = Vec::new();
        for fault in self.faults.iter().take(shown) {
            let separator = if fault.at.is_empty() { "" } else { ": " };
            let title = text::escape(&fault.title);
            lines.push(format!("{}{separator}{}: {title}", text::escape(&fault.at), fault.code));
            let help = fault.help.iter().flat_map(|help| help.lines());
            lines.extend(help.map(|line| format!("    {}", text::escape(line))));
        }
        match self.faults.len().saturating_sub(shown) {
            0 => {}
            rest => lines.push(format!("and {rest} more")),
        }
        formatter.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Error {}
