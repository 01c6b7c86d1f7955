//! Text with places where lines may break, and its layout.
//!
//! A [`Page`] is a flat list of marks: words, possible breaks, groups that break as a whole, margins. Words know where
//! they stood in the source, so that each comment finds the break that is nearest to its old place. Widths are counted
//! in characters.

/// The widest line, where it can be helped.
const WIDTH: usize = 120;

/// One mark.
#[derive(Clone, Debug)]
enum Mark {
    /// Words, with their first byte in the source.
    Words(String, Option<usize>),
    /// A place where the line may break.
    Break(Break),
    /// A group begins; it breaks everywhere or nowhere. The number is its greatest width on one line.
    Open(usize),
    /// It ends.
    Close,
    /// The margin moves right by so much.
    Margin(usize),
    /// The margin is where the line stands now.
    Here,
    /// The margin is again what it was.
    Back,
}

/// A place where the line may break.
#[derive(Clone, Debug)]
struct Break {
    /// What stands there if it does not.
    flat: &'static str,
    /// By how much the new line begins left of the margin.
    left: usize,
    kind: BreakKind,
    /// The comments that end the line before.
    trailing: Vec<String>,
    /// The comments on lines of their own.
    own: Vec<String>,
}

/// When a line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BreakKind {
    /// With its group.
    Group,
    /// Where what follows does not fit.
    Fill,
    /// Always.
    Always,
}

/// A comment of the source.
#[derive(Clone, Debug)]
pub(super) struct Comment {
    /// Its first byte.
    pub(super) at: usize,
    /// From its sign on.
    pub(super) text: String,
    /// Whether words stand before it on its line.
    pub(super) trails: bool,
}

/// Text with places where lines may break.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    marks: Vec<Mark>,
}

impl Page {
    /// Words that stand nowhere in the source, or whose place does not matter.
    pub(super) fn words(&mut self, words: impl Into<String>) {
        self.marks.push(Mark::Words(words.into(), None));
    }

    /// Words that stood at this byte.
    pub(super) fn placed(&mut self, words: impl Into<String>, at: usize) {
        self.marks.push(Mark::Words(words.into(), Some(at)));
    }

    /// A new line.
    pub(super) fn line(&mut self) {
        self.push_break("", 0, BreakKind::Always);
    }

    /// A blank, or a new line if the group breaks.
    pub(super) fn blank(&mut self) {
        self.push_break(" ", 0, BreakKind::Group);
    }

    /// A blank, or a new line left of the margin if the group breaks.
    pub(super) fn blank_left(&mut self, left: usize) {
        self.push_break(" ", left, BreakKind::Group);
    }

    /// Nothing, or a new line if the group breaks.
    pub(super) fn soft(&mut self) {
        self.push_break("", 0, BreakKind::Group);
    }

    /// A blank, or a new line if what follows does not fit.
    pub(super) fn fill(&mut self) {
        self.push_break(" ", 0, BreakKind::Fill);
    }

    fn push_break(&mut self, flat: &'static str, left: usize, kind: BreakKind) {
        self.marks.push(Mark::Break(Break {
            flat,
            left,
            kind,
            trailing: Vec::new(),
            own: Vec::new(),
        }));
    }

    /// What is written within stands on one line, or breaks at all its breaks.
    pub(super) fn group(&mut self, width: Option<usize>, write: impl FnOnce(&mut Page)) {
        self.marks.push(Mark::Open(width.unwrap_or(WIDTH)));
        write(self);
        self.marks.push(Mark::Close);
    }

    /// What is written within has its margin so much further right.
    pub(super) fn margin(&mut self, by: usize, write: impl FnOnce(&mut Page)) {
        self.marks.push(Mark::Margin(by));
        write(self);
        self.marks.push(Mark::Back);
    }

    /// What is written within has its margin where it begins.
    pub(super) fn here(&mut self, write: impl FnOnce(&mut Page)) {
        self.marks.push(Mark::Here);
        write(self);
        self.marks.push(Mark::Back);
    }

    /// Whether it begins on a new line by itself.
    pub(super) fn begins_with_line(&self) -> bool {
        matches!(self.marks.first(), Some(Mark::Break(_)))
    }

    /// All of another page.
    pub(super) fn append(&mut self, other: Page) {
        self.marks.extend(other.marks);
    }

    /// All of it on one line.
    pub(super) fn flat(&self) -> String {
        let mut line = String::new();
        for mark in &self.marks {
            match mark {
                Mark::Words(words, _) => line.push_str(words),
                Mark::Break(place) if place.kind == BreakKind::Always => line.push(' '),
                Mark::Break(place) => line.push_str(place.flat),
                Mark::Open(_) | Mark::Close | Mark::Margin(_) | Mark::Here | Mark::Back => {}
            }
        }
        line
    }

    /// Puts a comment to the break nearest to its place in the source; the page must end with a line.
    pub(super) fn comment(&mut self, comment: &Comment) {
        let placed = |mark: &Mark| match mark {
            Mark::Words(_, at) => *at,
            Mark::Break(_) | Mark::Open(_) | Mark::Close | Mark::Margin(_) | Mark::Here | Mark::Back => None,
        };
        let next = self
            .marks
            .iter()
            .position(|mark| placed(mark).is_some_and(|at| at > comment.at));
        let next = next.unwrap_or(self.marks.len());
        let is_break = |mark: &Mark| matches!(mark, Mark::Break(_));
        let before = self.marks.get(..next).unwrap_or_default();
        let last = before.iter().rposition(|mark| placed(mark).is_some()).unwrap_or(0);
        let forward = |from: usize| {
            let marks = self.marks.get(from..).unwrap_or_default();
            marks.iter().position(is_break).map(|index| index.saturating_add(from))
        };
        let index = if comment.trails || next == self.marks.len() {
            forward(last)
        } else {
            before.iter().rposition(is_break).or_else(|| forward(next))
        };
        let Some(Mark::Break(place)) = index.and_then(|index| self.marks.get_mut(index)) else {
            return;
        };
        if comment.trails {
            place.trailing.push(comment.text.clone());
        } else {
            place.own.push(comment.text.clone());
        }
        place.kind = BreakKind::Always;
    }

    /// The text, each line indented at least as the first margin says.
    pub(super) fn print(&self, out: &mut String) {
        Printer {
            marks: &self.marks,
            out,
            column: 0,
            pending: 0,
            margins: vec![0],
            broken: vec![true],
        }
        .print();
    }
}

/// The state of the layout.
struct Printer<'p> {
    marks: &'p [Mark],
    out: &'p mut String,
    /// How many characters the line has.
    column: usize,
    /// Blanks that stand before the next words.
    pending: usize,
    margins: Vec<usize>,
    /// For each open group, whether it breaks.
    broken: Vec<bool>,
}

impl Printer<'_> {
    fn print(&mut self) {
        for (index, mark) in self.marks.iter().enumerate() {
            match mark {
                Mark::Words(words, _) => self.words(words),
                Mark::Break(place) => self.place(index, place),
                Mark::Open(width) => {
                    let breaks = !self.fits(index, *width);
                    self.broken.push(breaks);
                }
                Mark::Close => {
                    self.broken.pop();
                }
                Mark::Margin(by) => self.margins.push(self.margin().saturating_add(*by)),
                Mark::Here => self.margins.push(self.column.saturating_add(self.pending)),
                Mark::Back => {
                    self.margins.pop();
                }
            }
        }
    }

    fn margin(&self) -> usize {
        self.margins.last().copied().unwrap_or(0)
    }

    fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        self.out.extend(std::iter::repeat_n(' ', self.pending));
        self.out.push_str(words);
        self.column = self
            .column
            .saturating_add(self.pending)
            .saturating_add(words.chars().count());
        self.pending = 0;
    }

    fn place(&mut self, index: usize, place: &Break) {
        let breaks = match place.kind {
            BreakKind::Always => true,
            BreakKind::Group => self.broken.last() == Some(&true),
            BreakKind::Fill => !self.segment_fits(index),
        };
        if !breaks {
            self.pending = self.pending.saturating_add(place.flat.len());
            return;
        }
        self.pending = 0;
        for comment in &place.trailing {
            self.out.push_str("  ");
            self.out.push_str(comment);
        }
        self.out.push('\n');
        let margin = self.margin().saturating_sub(place.left);
        for comment in &place.own {
            self.out.extend(std::iter::repeat_n(' ', margin));
            self.out.push_str(comment);
            self.out.push('\n');
        }
        self.column = 0;
        self.pending = margin;
    }

    /// Whether a group stands on one line, with what follows it up to the next break.
    fn fits(&self, open: usize, width: usize) -> bool {
        let mut column = self.column.saturating_add(self.pending);
        let mut depth = 0_usize;
        for mark in self.marks.get(open..).unwrap_or_default() {
            match mark {
                Mark::Words(words, _) => column = column.saturating_add(words.chars().count()),
                Mark::Break(_) if depth == 0 => return column <= WIDTH,
                Mark::Break(place) if place.kind == BreakKind::Always => return false,
                Mark::Break(place) => column = column.saturating_add(place.flat.len()),
                Mark::Open(_) => depth = depth.saturating_add(1),
                Mark::Close => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 && column > width {
                        return false;
                    }
                }
                Mark::Margin(_) | Mark::Here | Mark::Back => {}
            }
            if column > WIDTH {
                return false;
            }
        }
        true
    }

    /// Whether what follows a break, up to the next one of its kind, fits on the line.
    fn segment_fits(&self, at: usize) -> bool {
        let mut column = self.column.saturating_add(self.pending).saturating_add(1);
        let mut depth = 0_usize;
        for mark in self.marks.get(at.saturating_add(1)..).unwrap_or_default() {
            match mark {
                Mark::Words(words, _) => column = column.saturating_add(words.chars().count()),
                Mark::Break(place) if depth == 0 || place.kind == BreakKind::Always => {
                    return depth == 0 && column <= WIDTH;
                }
                Mark::Break(place) => column = column.saturating_add(place.flat.len()),
                Mark::Open(_) => depth = depth.saturating_add(1),
                Mark::Close if depth == 0 => return column <= WIDTH,
                Mark::Close => depth = depth.saturating_sub(1),
                Mark::Margin(_) | Mark::Here | Mark::Back => {}
            }
            if column > WIDTH {
                return false;
            }
        }
        true
    }
}
