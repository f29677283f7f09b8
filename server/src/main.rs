//! The program `atrio`.

fn main() -> std::process::ExitCode {
    server::cli::run(server::web::build)
}
