//! The words with which items and clauses begin, and what may be called by which words in a message.
//!
//! A clause that is added to the grammar gets its row here; a test compares the two.

/// An item: its first word, and the words with which its own clauses begin.
pub(super) struct ItemWords {
    /// `rule`
    pub(super) word: &'static str,
    /// `a rule`
    pub(super) phrase: &'static str,
    /// The first words of its clauses, `cite` and `note` apart.
    pub(super) clauses: &'static [&'static str],
}

const RULE: &[&str] = &[
    "only if",
    "from",
    "last day",
    "before",
    "in place of",
    "for each",
    "when",
    "unless",
    "then",
    "because",
    "version from",
];

const SETTER: &[&str] = &[
    "only if",
    "from",
    "last day",
    "before",
    "for each",
    "sets aside",
    "when",
    "unless",
    "then",
    "because",
    "version from",
];

/// The items with which a file begins.
pub(super) const HEADERS: &[ItemWords] = &[
    ItemWords {
        word: "ruleset",
        phrase: "a ruleset",
        clauses: &["issuer", "zone", "law in force on", "decides each", "affected by"],
    },
    ItemWords {
        word: "tests",
        phrase: "`tests of`",
        clauses: &[],
    },
];

/// All other items.
pub(super) const ITEMS: &[ItemWords] = &[
    ItemWords {
        word: "use",
        phrase: "`use`",
        clauses: &[],
    },
    ItemWords {
        word: "source",
        phrase: "a source",
        clauses: &[
            "short",
            "published",
            "url",
            "read",
            "paragraphs",
            "not coded",
            "partly coded",
        ],
    },
    ItemWords {
        word: "enum",
        phrase: "an enum",
        clauses: &[],
    },
    ItemWords {
        word: "record",
        phrase: "a record",
        clauses: &["identified by", "must hold"],
    },
    ItemWords {
        word: "extend",
        phrase: "an `extend`",
        clauses: &["must hold"],
    },
    ItemWords {
        word: "group",
        phrase: "a group",
        clauses: &[
            "of",
            "from",
            "read from",
            "complete",
            "incomplete because",
            "certain where",
        ],
    },
    ItemWords {
        word: "code",
        phrase: "a code",
        clauses: &["levels", "example"],
    },
    ItemWords {
        word: "measure",
        phrase: "a measure",
        clauses: &["in"],
    },
    ItemWords {
        word: "fact",
        phrase: "a fact",
        clauses: &[],
    },
    ItemWords {
        word: "table",
        phrase: "a table",
        clauses: &[
            "read from",
            "only rows where",
            "columns",
            "one row per",
            "rows in force from",
            "certain where",
            "complete",
            "incomplete because",
            "answers hold for",
        ],
    },
    ItemWords {
        word: "decision table",
        phrase: "a decision table",
        clauses: &[
            "inputs",
            "output",
            "outputs",
            "exactly one row fits",
            "all rows that fit agree",
            "first row wins",
            "strictest row wins",
            "rows add up",
        ],
    },
    ItemWords {
        word: "parameter",
        phrase: "a parameter",
        clauses: &[],
    },
    ItemWords {
        word: "definition",
        phrase: "a definition",
        clauses: &["means", "version from"],
    },
    ItemWords {
        word: "figure",
        phrase: "a figure",
        clauses: &["is"],
    },
    ItemWords {
        word: "decision",
        phrase: "a decision",
        clauses: &[
            "shared",
            "arises only when",
            "outcomes",
            "adds up",
            "takes the",
            "rounded to",
            "otherwise",
        ],
    },
    ItemWords {
        word: "summary",
        phrase: "a summary",
        clauses: &["strictest of"],
    },
    ItemWords {
        word: "flag",
        phrase: "a flag",
        clauses: &[
            "for review",
            "only if",
            "from",
            "last day",
            "before",
            "for each",
            "when",
            "unless",
            "because",
            "version from",
        ],
    },
    ItemWords {
        word: "rule",
        phrase: "a rule",
        clauses: RULE,
    },
    ItemWords {
        word: "exemption",
        phrase: "an exemption",
        clauses: SETTER,
    },
    ItemWords {
        word: "restriction",
        phrase: "a restriction",
        clauses: SETTER,
    },
    ItemWords {
        word: "obligation",
        phrase: "an obligation",
        clauses: &[
            "owed by",
            "within",
            "every",
            "for",
            "before",
            "on or before",
            "at once",
            "counted by",
            "counted according to",
            "done on",
            "done when",
        ],
    },
    ItemWords {
        word: "calendar",
        phrase: "a calendar",
        clauses: &["weekend", "days off", "working days", "covers from"],
    },
    ItemWords {
        word: "suspension",
        phrase: "a suspension",
        clauses: &["only if", "from", "last day", "before", "suspends"],
    },
    ItemWords {
        word: "reading",
        phrase: "a reading",
        clauses: &["suggested", "settled as"],
    },
    ItemWords {
        word: "case",
        phrase: "a case",
        clauses: &[],
    },
    ItemWords {
        word: "test",
        phrase: "a test",
        clauses: &[
            "as of",
            "observed",
            "given",
            "reading",
            "readings suggested",
            "examples",
            "expect",
        ],
    },
    ItemWords {
        word: "property",
        phrase: "a property",
        clauses: &["as of", "reading", "readings suggested", "when", "always", "as"],
    },
];

/// The clauses that every item may carry.
pub(super) const COMMON: &[&str] = &["cite", "note"];

/// The words that are never a name.
pub(super) const HARD: &[&str] = &[
    "and",
    "or",
    "not",
    "is",
    "in",
    "if",
    "then",
    "else",
    "where",
    "for",
    "satisfies",
    "round",
    "true",
    "false",
    "none",
    "unknown",
];

/// Words of other languages, or of everyday speech, and what they are here.
pub(super) const MEANT: &[(&str, &str)] = &[
    ("greater", "is more than"),
    ("larger", "is more than"),
    ("higher", "is more than"),
    ("later", "is after"),
    ("smaller", "is less than"),
    ("lower", "is less than"),
    ("fewer", "is less than"),
    ("earlier", "is before"),
    ("equal", "is"),
    ("equals", "is"),
    ("exceeds", "is more than"),
    ("contains", "x is in LIST"),
    ("includes", "x is in LIST"),
    ("isn't", "is not"),
];

/// Words that begin a clause elsewhere, and the clause that does it here.
pub(super) const CLAUSE_MEANT: &[(&str, &str)] = &[
    ("if", "when"),
    ("where", "when"),
    ("except", "unless"),
    ("concludes", "then"),
    ("requires", "then"),
    ("since", "from"),
    ("starting", "from"),
    ("source", "cite"),
    ("reference", "cite"),
    ("comment", "note"),
    ("reason", "because"),
    ("default", "otherwise"),
    ("is", "means"),
    ("returns", "means"),
];

/// The words with which an item says what it is: its first word, or `decision table`.
pub(in crate::syntax) fn first_words(item: &str) -> &str {
    let mut words = item.split_whitespace();
    let first = words.next().unwrap_or("");
    let named = |name: &str| name.starts_with(|c: char| c.is_ascii_alphabetic());
    // `decision table "…"` is a decision of that name.
    if first == "decision" && words.next() == Some("table") && words.next().is_some_and(named) {
        return "decision table";
    }
    first
}

/// The item with this first word.
pub(super) fn item(word: &str) -> Option<&'static ItemWords> {
    HEADERS.iter().chain(ITEMS).find(|item| item.word == word)
}

/// The first words of all items, apart from those with which a file begins.
pub(super) fn item_words() -> impl Iterator<Item = &'static str> {
    ITEMS.iter().map(|item| item.word)
}

impl ItemWords {
    /// The clause with which a text begins, if it is one of this item's.
    pub(super) fn clause(&self, text: &str) -> Option<&'static str> {
        self.clauses
            .iter()
            .chain(COMMON)
            .copied()
            .find(|clause| begins_with(text, clause))
    }
}

/// The items to which the clause belongs with which a text begins, and that clause.
pub(super) fn owners(text: &str) -> Vec<(&'static ItemWords, &'static str)> {
    let all = HEADERS.iter().chain(ITEMS);
    all.filter_map(|item| {
        let clause = item.clauses.iter().copied().find(|clause| begins_with(text, clause))?;
        Some((item, clause))
    })
    .collect()
}

/// Whether a text begins with these words, and no letter follows; any blanks may stand between them.
fn begins_with(text: &str, words: &str) -> bool {
    let mut rest = text;
    for word in words.split(' ') {
        let Some(after) = rest.trim_start().strip_prefix(word) else {
            return false;
        };
        if after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return false;
        }
        rest = after;
    }
    true
}
