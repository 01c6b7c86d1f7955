//! Files of users: fact files, record by record, and files that are written whole or not at all.
//!
//! A fact file is one JSON document, or NDJSON: a record a line. A stream may be longer than memory; a record may not be
//! longer than its limit.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::pack::Disk;
use crate::pack::Files;
use crate::pack::Unreadable;

/// The text of one record, as it stands in its file.
pub(super) struct RecordText {
    /// The file as users know it.
    pub(super) name: String,
    /// The line on which the record begins, from 1.
    pub(super) first_line: u32,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

/// The records of several fact files, one after the other. A file that cannot be read gives one error.
pub(super) fn records(paths: &[PathBuf]) -> impl Iterator<Item = Result<RecordText, Box<Diagnostic>>> {
    let limit = Limits::default().fact_file;
    paths.iter().flat_map(move |path| Records::open(path, limit))
}

/// A fact file that is being read.
struct Records {
    name: String,
    reader: Box<dyn BufRead>,
    form: Form,
    /// The line that comes next.
    line: u32,
    limit: usize,
    /// Whether a record was given.
    given: bool,
    /// What opening the file gave, if it failed.
    fault: Option<Box<Diagnostic>>,
}

/// How a fact file is cut into records.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The whole file is a record.
    Whole,
    /// Each line is a record.
    Lines,
    /// The first line shows it: if brackets are closed at its end, each line is a record.
    Guess,
    /// Nothing is left.
    Done,
}

impl Records {
    fn open(path: &Path, limit: usize) -> Records {
        let name = if path == Path::new("-") {
            "standard input".to_owned()
        } else {
            shown(path)
        };
        let ending = path.extension().and_then(|ending| ending.to_str());
        let mut records = Records {
            name,
            reader: Box::new(io::empty()),
            form: match ending {
                Some("json") => Form::Whole,
                Some("ndjson" | "jsonl") => Form::Lines,
                _ => Form::Guess,
            },
            line: 1,
            limit,
            given: false,
            fault: None,
        };
        if path == Path::new("-") {
            records.reader = Box::new(BufReader::new(io::stdin()));
            return records;
        }
        match File::open(path).and_then(|file| {
            if file.metadata()?.is_dir() {
                Err(is_folder())
            } else {
                Ok(file)
            }
        }) {
            Ok(file) => records.reader = Box::new(BufReader::new(file)),
            Err(error) => records.fault = Some(records.unreadable(&error)),
        }
        records
    }

    fn unreadable(&self, error: &io::Error) -> Box<Diagnostic> {
        let fault = unreadable(&self.name, &reason(error));
        if error.kind() == io::ErrorKind::IsADirectory {
            return fault.help("name the fact files in it").into();
        }
        fault.into()
    }

    /// The next line, or the next non-blank line of a stream; `None` at the end.
    fn read(&mut self) -> io::Result<Option<RecordText>> {
        loop {
            let first_line = self.line;
            let mut bytes = Vec::new();
            let most = u64::try_from(self.limit).unwrap_or(u64::MAX).saturating_add(1);
            let mut bounded = (&mut self.reader).take(most);
            if self.form == Form::Whole {
                bounded.read_to_end(&mut bytes)?;
                self.form = Form::Done;
                return Ok(Some(RecordText {
                    name: self.name.clone(),
                    first_line,
                    bytes,
                }));
            }
            if bounded.read_until(b'\n', &mut bytes)? == 0 {
                self.form = Form::Done;
                return Ok(None);
            }
            self.line = self.line.saturating_add(1);
            let is_blank = bytes.iter().all(u8::is_ascii_whitespace);
            if is_blank && self.form == Form::Lines {
                continue;
            }
            if self.form == Form::Guess && (is_blank || !is_closed(&bytes)) {
                let mut bounded = (&mut self.reader).take(most);
                bounded.read_to_end(&mut bytes)?;
                self.form = Form::Done;
            } else {
                self.form = Form::Lines;
                if bytes.ends_with(b"\n") {
                    bytes.pop();
                } else if bytes.len() > self.limit {
                    self.skip_line()?;
                }
            }
            return Ok(Some(RecordText {
                name: self.name.clone(),
                first_line,
                bytes,
            }));
        }
    }
}

impl Records {
    /// Reads to the end of a line without keeping it.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            let end = memchr::memchr(b'\n', buffer);
            let taken = end.map_or(buffer.len(), |end| end.saturating_add(1));
            self.reader.consume(taken);
            if end.is_some() || taken == 0 {
                return Ok(());
            }
        }
    }
}

impl Iterator for Records {
    type Item = Result<RecordText, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(fault) = self.fault.take() {
            self.form = Form::Done;
            return Some(Err(fault));
        }
        if self.form == Form::Done {
            return None;
        }
        match self.read() {
            Ok(Some(record)) if record.bytes.len() > self.limit => {
                self.given = true;
                let title = format!("a record of `{}` is longer than {} bytes", self.name, self.limit);
                Some(Err(Diagnostic::general(Code::F105, title)
                    .help("`rulec --limits` shows all bounds")
                    .into()))
            }
            Ok(Some(record)) => {
                self.given = true;
                Some(Ok(record))
            }
            Ok(None) if self.given => None,
            // Nothing was decided; that must not look like success.
            Ok(None) => Some(Err(Diagnostic::general(
                Code::F101,
                format!("`{}` holds no record", self.name),
            )
            .help("a record is a JSON object; in a stream each stands on a line")
            .into())),
            Err(error) => {
                self.form = Form::Done;
                Some(Err(self.unreadable(&error)))
            }
        }
    }
}

fn is_folder() -> io::Error {
    io::Error::from(io::ErrorKind::IsADirectory)
}

/// Whether every bracket of a line is closed: then it may be a record of its own.
fn is_closed(line: &[u8]) -> bool {
    let (mut open, mut inside, mut escaped) = (0_usize, false, false);
    for byte in line {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            _ if inside => {}
            b'{' | b'[' => open = open.saturating_add(1),
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    open == 0 && !inside
}

/// The bytes of a file.
pub(super) fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    Disk.read(path, limit).map_err(|why| {
        let fault = match why {
            Unreadable::TooLong(_) => too_long(&shown(path), limit),
            Unreadable::Missing | Unreadable::Machine(_) => unreadable(&shown(path), &why.to_string()),
        };
        fault.into()
    })
}

/// A rule file, or all rule files in a folder and below it, by path. Hidden ones are the editor's.
pub(super) fn rule_files(root: &Path) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(path) = open.pop() {
        let unreadable = |error: io::Error| Box::new(unreadable(&shown(&path), &reason(&error)));
        if !fs::metadata(&path).map_err(unreadable)?.is_dir() {
            found.push(path);
            continue;
        }
        for entry in fs::read_dir(&path).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // Links to folders are not followed, so the walk ends.
            let is_folder = entry.file_type().map_err(unreadable)?.is_dir();
            let is_rule_file = entry.path().extension().is_some_and(|ending| ending == "rule");
            if !name.starts_with('.') && (is_folder || is_rule_file) {
                open.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// All of standard input as text.
pub(super) fn standard_input(limit: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match io::stdin().take(most).read_to_end(&mut bytes) {
        Ok(read) if read > limit => Err(too_long("standard input", limit).into()),
        Ok(_) => Ok(bytes),
        Err(error) => Err(unreadable("standard input", &reason(&error)).into()),
    }
}

/// Puts a text in the place of a file: beside it first, then all at once, so that no run leaves half a file.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), Box<Diagnostic>> {
    let write = || {
        // A link stays a link: the file that it leads to is replaced.
        let real = fs::canonicalize(path)?;
        let folder = real.parent().unwrap_or(Path::new("."));
        let mut beside = tempfile::NamedTempFile::new_in(folder)?;
        beside.write_all(text.as_bytes())?;
        fs::set_permissions(beside.path(), fs::metadata(&real)?.permissions())?;
        beside.as_file().sync_all()?;
        beside.persist(&real).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error: io::Error| unwritable(path, &error))
}

/// Writes a file, whether it is there or not: beside it first, then all at once.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Box<Diagnostic>> {
    if exists(path) {
        return replace(path, text);
    }
    let write = || {
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut beside = beside_in(folder)?;
        beside.write_all(text.as_bytes())?;
        beside.as_file().sync_all()?;
        beside.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error: io::Error| unwritable(path, &error))
}

/// A file that goes away unless it is put in its place, with the permissions of any other file.
fn beside_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Removes a file.
pub(super) fn remove(path: &Path) -> Result<(), Box<Diagnostic>> {
    fs::remove_file(path).map_err(|error| unwritable(path, &error))
}

/// Makes a file that is not there yet, with the folders above it.
pub(super) fn create(path: &Path, text: &str) -> Result<(), Box<Diagnostic>> {
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let mut file = File::create_new(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|error| unwritable(path, &error))
}

/// Whether something stands there.
pub(super) fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn unreadable(name: &str, why: &str) -> Diagnostic {
    Diagnostic::general(Code::T102, format!("`{name}` cannot be read: {why}"))
}

fn too_long(name: &str, limit: usize) -> Diagnostic {
    Diagnostic::general(Code::R116, format!("`{name}` is longer than {limit} bytes"))
}

fn unwritable(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    Diagnostic::general(
        Code::T103,
        format!("`{}` cannot be written: {}", shown(path), reason(error)),
    )
    .into()
}

/// What the machine says, without its number.
pub(super) fn reason(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::NotFound {
        "there is no such file".to_owned()
    } else if error.kind() == io::ErrorKind::IsADirectory {
        "it is a folder".to_owned()
    } else {
        error
            .to_string()
            .split(" (os error")
            .next()
            .unwrap_or("")
            .to_lowercase()
    }
}

/// A path as users see it.
pub(super) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or_else(|| text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, content: &str, limit: usize) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        let text = |record: Result<RecordText, Box<Diagnostic>>| match record {
            Ok(record) => format!(
                "{}: {}",
                record.first_line,
                String::from_utf8(record.bytes).unwrap().trim_end()
            ),
            Err(diagnostic) => diagnostic.code.to_string(),
        };
        Records::open(&path, limit).map(text).collect()
    }

    #[test]
    fn a_record_is_a_file_or_a_line_as_the_name_says() {
        for (name, content, expected) in [
            ("a.json", "{\n}\n", &["1: {\n}"][..]),
            ("a.json", "", &["1: "]),
            (
                "a.ndjson",
                "{\"a\":1}\n\n  \n{\"b\":2}",
                &["1: {\"a\":1}", "4: {\"b\":2}"],
            ),
            ("a.ndjson", "", &["F101"]),
            ("a.txt", "{\"a\":1}\n{\"b\":2}\n", &["1: {\"a\":1}", "2: {\"b\":2}"]),
            ("a.txt", "{\"a}\\\"\":\n1}\n", &["1: {\"a}\\\"\":\n1}"]),
            ("a.txt", "{\"a{\":1}\n", &["1: {\"a{\":1}"]),
        ] {
            assert_eq!(read(name, content, 100), expected, "{name} {content:?}");
        }
    }

    #[test]
    fn a_record_beyond_the_limit_is_an_error_and_one_at_it_is_not() {
        assert_eq!(read("a.json", "1234567890", 10), ["1: 1234567890"]);
        assert_eq!(read("a.json", "12345678901", 10), ["F105"]);
        assert_eq!(
            read("a.ndjson", "12345678901\n1\n1234567890\n", 11),
            ["1: 12345678901", "2: 1", "3: 1234567890"]
        );
        assert_eq!(
            read("a.ndjson", "12345678901234\n1", 10),
            ["F105", "2: 1"],
            "other records go on"
        );
        assert_eq!(read("a.txt", "{\n345678901", 10), ["F105"]);
    }

    #[test]
    fn a_file_that_is_not_there_and_a_folder_are_said_to_be() {
        let folder = tempfile::tempdir().unwrap();
        for (path, expected) in [
            (folder.path().join("x.json"), "no such file"),
            (folder.path().to_owned(), "a folder"),
        ] {
            let mut records = Records::open(&path, 10);
            let Some(Err(fault)) = records.next() else {
                panic!("{} was read", path.display())
            };
            assert!(fault.title.contains(expected), "{}", fault.title);
            assert!(records.next().is_none());
        }
    }

    #[test]
    fn a_replaced_file_keeps_its_rights_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.rule");
        fs::write(&path, "old").unwrap();
        replace(&path, "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(replace(&folder.path().join("b.rule"), "x").is_err());
        assert!(create(&path, "x").is_err(), "what is there is not overwritten");
    }
}
