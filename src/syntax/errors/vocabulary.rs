//! The words with which items and clauses begin, and what may be called by which words in a message.
//!
//! A clause that is added to the grammar gets its row here; a test compares the two.

/// An item: its first word, and the words with which its own clauses begin.
pub(super) struct ItemWords {
    /// `rule`
    pub(super) word: &'static str,
    /// `a rule`
    pub(super) phrase: &'static str,
    /// What its body says, in at most three clauses.
    pub(super) says: &'static str,
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
        says: "`law in force on …`, `decides each …` and `issuer …`",
        clauses: &["issuer", "zone", "law in force on", "decides each", "affected by"],
    },
    ItemWords {
        word: "tests",
        phrase: "`tests of`",
        says: "which ruleset it tests: `tests of own \"Tests\"`",
        clauses: &[],
    },
];

/// All other items.
pub(super) const ITEMS: &[ItemWords] = &[
    ItemWords {
        word: "use",
        phrase: "`use`",
        says: "the name of a ruleset: `use trade`",
        clauses: &[],
    },
    ItemWords {
        word: "source",
        phrase: "a source",
        says: "`published …`, `read as …` and `paragraphs …`",
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
        says: "one value a line: `military \"Military use\"`",
        clauses: &[],
    },
    ItemWords {
        word: "record",
        phrase: "a record",
        says: "`identified by …`, and one field a line: `price : money \"Price\"`",
        clauses: &["identified by", "must hold"],
    },
    ItemWords {
        word: "extend",
        phrase: "an `extend`",
        says: "one field a line: `price : money \"Price\"`",
        clauses: &["must hold"],
    },
    ItemWords {
        word: "group",
        phrase: "a group",
        says: "its members, or `read from \"x.csv\" column …`",
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
        says: "`levels …` and `example …`",
        clauses: &["levels", "example"],
    },
    ItemWords {
        word: "measure",
        phrase: "a measure",
        says: "its units, each in one before it: `1 l is 0.001 m3`",
        clauses: &["in"],
    },
    ItemWords {
        word: "fact",
        phrase: "a fact",
        says: "its name and type: `fact shipment : Shipment`",
        clauses: &[],
    },
    ItemWords {
        word: "table",
        phrase: "a table",
        says: "`columns`, `one row per …`, and `complete` or `incomplete because …`",
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
        says: "`inputs …`, `output …`, and how its rows decide: `exactly one row fits`",
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
        says: "its values, with their days: `0.1% from 2025-10-09`",
        clauses: &[],
    },
    ItemWords {
        word: "definition",
        phrase: "a definition",
        says: "`means …`",
        clauses: &["means", "version from"],
    },
    ItemWords {
        word: "figure",
        phrase: "a figure",
        says: "`is …`",
        clauses: &["is"],
    },
    ItemWords {
        word: "decision",
        phrase: "a decision",
        says: "`outcomes, strictest first`, the outcomes below it, and `otherwise …`",
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
        says: "`strictest of …`",
        clauses: &["strictest of"],
    },
    ItemWords {
        word: "flag",
        phrase: "a flag",
        says: "`when …` and `unless …`",
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
        says: "`when …`, `unless …` and `then …`",
        clauses: RULE,
    },
    ItemWords {
        word: "exemption",
        phrase: "an exemption",
        says: "`sets aside …`, `when …` and `unless …`",
        clauses: SETTER,
    },
    ItemWords {
        word: "restriction",
        phrase: "a restriction",
        says: "`sets aside …`, `when …` and `unless …`",
        clauses: SETTER,
    },
    ItemWords {
        word: "obligation",
        phrase: "an obligation",
        says: "`owed by …`, `within …` and `done on …`",
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
        says: "`weekend …`, `days off …` and `covers from …`",
        clauses: &["weekend", "days off", "working days", "covers from"],
    },
    ItemWords {
        word: "suspension",
        phrase: "a suspension",
        says: "`from …`, `last day …` and `suspends …`",
        clauses: &["only if", "from", "last day", "before", "suspends"],
    },
    ItemWords {
        word: "reading",
        phrase: "a reading",
        says: "its choices, one a line: `lapsed \"It ran out\"`",
        clauses: &["suggested", "settled as"],
    },
    ItemWords {
        word: "case",
        phrase: "a case",
        says: "one fact a line: `shipment.destination is KR`",
        clauses: &[],
    },
    ItemWords {
        word: "test",
        phrase: "a test",
        says: "`as of …`, `given …` and `expect …`",
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
        says: "`when … always …`, or `as … rises, … never becomes milder`",
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
    ("above", "is more than"),
    ("over", "is more than"),
    ("beyond", "is more than"),
    ("exceeding", "is more than"),
    ("bigger", "is more than"),
    ("below", "is less than"),
    ("beneath", "is less than"),
    ("atleast", "is at least"),
    ("minimum", "is at least"),
    ("min", "is at least"),
    ("atmost", "is at most"),
    ("maximum", "is at most"),
    ("max", "is at most"),
    ("upto", "is at most"),
    ("isnot", "is not"),
    ("notin", "is not in"),
    ("not_in", "is not in"),
    ("starts", "is under"),
    ("begins", "is under"),
    ("equal", "is"),
    ("equals", "is"),
    ("exceeds", "is more than"),
    ("contains", "x is in LIST"),
    ("includes", "x is in LIST"),
];

/// Words that begin a clause elsewhere, and the clause that does it here.
pub(super) const CLAUSE_MEANT: &[(&str, &str)] = &[
    ("if", "when"),
    ("where", "when"),
    ("whenever", "when"),
    ("provided", "when"),
    ("except", "unless"),
    ("concludes", "then"),
    ("requires", "then"),
    ("exempt", "sets aside"),
    ("set", "sets aside"),
    ("lifts", "sets aside"),
    ("overrides", "sets aside"),
    ("but", "and"),
    ("plus", "and"),
    ("also", "and"),
    ("since", "from"),
    ("starting", "from"),
    ("effective", "from"),
    ("commencing", "from"),
    ("begins", "from"),
    ("starts", "from"),
    ("expires", "last day"),
    ("ends", "last day"),
    ("ending", "last day"),
    ("source", "cite"),
    ("reference", "cite"),
    ("comment", "note"),
    ("reason", "because"),
    ("default", "otherwise"),
    ("is", "means"),
    ("returns", "means"),
    ("return", "means"),
    ("equals", "means"),
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

/// Whether a word is never a name.
pub(in crate::syntax) fn is_hard(word: &str) -> bool {
    HARD.contains(&word)
}

/// Whether this is a word that begins a clause, or one that is never a name.
pub(super) fn is_word(word: &str) -> bool {
    let clauses = ITEMS.iter().flat_map(|item| item.clauses).chain(COMMON);
    HARD.contains(&word)
        || clauses
            .filter_map(|clause| clause.split(' ').next())
            .any(|first| first == word)
}

/// What a word of everyday speech that compares is here.
pub(super) fn order_word(word: &str) -> Option<&'static str> {
    let (_, meant) = MEANT.iter().find(|(other, _)| *other == word)?;
    meant.starts_with("is").then_some(meant)
}
