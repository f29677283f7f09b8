//! The program `atrio`.

fn main() -> std::process::ExitCode {
    server::cli::keep_to_oneself();
    server::cli::run(server::web::build)
}
