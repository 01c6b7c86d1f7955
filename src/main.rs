//! The program `rulec`: everything it does is in the library.

fn main() -> std::process::ExitCode {
    rulec::cli::main()
}
