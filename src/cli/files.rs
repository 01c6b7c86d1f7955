//! Files of users: fact files, record by record, and files that are written whole or not at all.
//!
//! How a fact file is cut into records, its ending says, or its first line; [`crate::facts::Pieces`] cuts it.

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
use crate::facts::Form;
use crate::pack::Disk;
use crate::pack::Files;
use crate::pack::Unreadable;

/// A fact file that is open.
pub(super) struct FactFile {
    /// The file as users know it.
    pub(super) name: String,
    /// Its bytes.
    pub(super) reader: Box<dyn BufRead>,
    /// How it is cut into records.
    pub(super) form: Form,
}

impl FactFile {
    /// Opens a fact file, `-` for standard input. Its ending says how it is cut into records, else its first line.
    pub(super) fn open(path: &Path, limit: usize) -> Result<FactFile, Box<Diagnostic>> {
        let is_input = path == Path::new("-");
        let name = if is_input {
            "standard input".to_owned()
        } else {
            shown(path)
        };
        let mut reader: Box<dyn BufRead> = if is_input {
            Box::new(BufReader::new(io::stdin()))
        } else {
            Box::new(BufReader::new(file(path).map_err(|error| no_facts(&name, &error))?))
        };
        let ending = path.extension().and_then(|ending| ending.to_str());
        let ending = ending.filter(|_| !is_input);
        let form = if let Some(form) = ending.and_then(Form::of_ending) {
            form
        } else {
            let mut line = Vec::new();
            let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
            let read = (&mut reader).take(most).read_until(b'\n', &mut line);
            read.map_err(|error| no_facts(&name, &error))?;
            let form = Form::of_first_line(&line);
            reader = Box::new(io::Cursor::new(line).chain(reader));
            form
        };
        Ok(FactFile { name, reader, form })
    }

    /// That reading it failed half-way.
    pub(super) fn failed(name: &str, error: &io::Error) -> Box<Diagnostic> {
        no_facts(name, error)
    }

    /// That it holds nothing to decide, which must not look like success.
    pub(super) fn holds_nothing(name: &str) -> Diagnostic {
        Diagnostic::general(Code::F101, format!("`{name}` holds no record"))
            .help("a record is a JSON object, in a stream one a line, or a YAML document")
    }
}

fn file(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    Ok(file)
}

fn no_facts(name: &str, error: &io::Error) -> Box<Diagnostic> {
    let fault = unreadable(name, &reason(error));
    if error.kind() == io::ErrorKind::IsADirectory {
        return fault.help("name the fact files in it").into();
    }
    fault.into()
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

    #[test]
    fn the_ending_of_a_file_says_how_it_is_cut_else_its_first_line() {
        let folder = tempfile::tempdir().unwrap();
        for (name, content, expected) in [
            ("a.json", "a: 1", Form::Whole),
            ("a.ndjson", "{\n}", Form::Lines),
            ("a.yaml", "{}", Form::Documents),
            ("a.yml", "{}", Form::Documents),
            ("a.txt", "{\"a\":1}\n{\"b\":2}\n", Form::Lines),
            ("a.txt", "{\n", Form::Whole),
            ("a", "a: 1\n", Form::Documents),
        ] {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            let mut file = FactFile::open(&path, 100).unwrap();
            assert_eq!(file.form, expected, "{name} {content:?}");
            let mut read = String::new();
            file.reader.read_to_string(&mut read).unwrap();
            assert_eq!(read, content, "nothing is lost");
        }
    }

    #[test]
    fn a_file_that_is_not_there_and_a_folder_are_said_to_be() {
        let folder = tempfile::tempdir().unwrap();
        for (path, expected) in [
            (folder.path().join("x.json"), "no such file"),
            (folder.path().to_owned(), "a folder"),
        ] {
            let Err(fault) = FactFile::open(&path, 10) else {
                panic!("{} was read", path.display())
            };
            assert!(fault.title.contains(expected), "{}", fault.title);
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
