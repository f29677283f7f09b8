//! The program under test, on a data directory of its own.

use std::{
    collections::BTreeMap,
    env,
    ffi::OsStr,
    fs::{self, File, OpenOptions},
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::{PATIENCE, http, within};

const PROGRAM: &str = env!("CARGO_BIN_EXE_atrio");

/// A place where `atrio` runs, whether it runs at the moment or not.
pub struct Atrio {
    folder: TempDir,
    settings: BTreeMap<String, String>,
    pub port: u16,
    child: Option<Child>,
    offset_ms: i64,
}

impl Atrio {
    /// A place with a free port, in the folder for temporary files. Nothing runs there yet.
    pub fn new() -> Self {
        Self::within_folder(&env::temp_dir())
    }

    /// The same on the disk that cargo builds on, where `fsync` means something.
    pub fn on_disk() -> Self {
        Self::within_folder(Path::new(env!("CARGO_TARGET_TMPDIR")))
    }

    fn within_folder(parent: &Path) -> Self {
        fs::create_dir_all(parent).expect("a folder for temporary files");
        let folder = TempDir::with_prefix_in("atrio-", parent).expect("a folder");
        let port = free_port();
        let place = Self { folder, settings: BTreeMap::new(), port, child: None, offset_ms: 0 };
        let clock = place.clock_file().display().to_string();
        let data = place.data().display().to_string();
        place
            .set("ATRIO_LISTEN", format!("127.0.0.1:{port}"))
            .set("ATRIO_PUBLIC_URL", format!("http://127.0.0.1:{port}"))
            .set("ATRIO_DATA_DIR", data)
            .set("ATRIO_TRUSTED_PROXIES", "127.0.0.1")
            .set("ATRIO_LOG", "info,json")
            .set("ATRIO_CLOCK_OFFSET_FILE", clock)
    }

    /// Changes a setting for the commands and starts that follow.
    pub fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.change(name, Some(value.into()));
        self
    }

    /// Sets a setting, or forgets it.
    pub fn change(&mut self, name: &str, value: Option<String>) {
        match value {
            Some(value) => self.settings.insert(name.to_owned(), value),
            None => self.settings.remove(name),
        };
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file beside the data directory.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn clock_file(&self) -> PathBuf {
        self.beside("clock-offset")
    }

    /// Everything printed to standard output so far.
    pub fn printed(&self) -> String {
        fs::read_to_string(self.beside("printed")).unwrap_or_default()
    }

    /// Everything printed to standard error so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.beside("log")).unwrap_or_default()
    }

    /// Lets time pass for the program, running or not.
    pub fn later(&mut self, by: Duration) {
        self.offset_ms += i64::try_from(by.as_millis()).expect("a short time");
        // Never seen half written: that would be another time.
        let draft = self.beside("clock-offset.new");
        fs::write(&draft, self.offset_ms.to_string()).expect("written");
        fs::rename(draft, self.clock_file()).expect("renamed");
    }

    fn command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.env_clear().envs(&self.settings).stdin(Stdio::null());
        command
    }

    /// Runs a command to its end, beside whatever runs here.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Output {
        self.command().args(arguments).output().expect("atrio can be started")
    }

    /// Runs a command that has to succeed; gives what it printed.
    pub fn succeeds<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> String {
        let output = self.run(arguments);
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "{}\n{out}{err}{}", output.status, self.log());
        out
    }

    /// Begins to serve without waiting for anything.
    pub fn spawn(&mut self) {
        let file = |name: &str| -> File {
            let path = self.beside(name);
            OpenOptions::new().create(true).append(true).open(path).expect("a file for output")
        };
        let (out, err) = (file("printed"), file("log"));
        let child = self.command().arg("serve").stdout(out).stderr(err).spawn();
        self.child = Some(child.expect("atrio can be started"));
    }

    /// Serves; returns how long it took until it was ready.
    pub fn launch(&mut self) -> Duration {
        let begin = Instant::now();
        self.spawn();
        within(PATIENCE, "the program is ready", || {
            if let Some(status) = self.ended() {
                panic!("atrio serve ended with {status}:\n{}", self.log());
            }
            self.is_ready().then_some(())
        });
        begin.elapsed()
    }

    /// Whether it takes requests.
    pub fn is_ready(&self) -> bool {
        http::get(self.port, "/readyz").is_ok_and(|it| it.status == 200)
    }

    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("it was started").id()
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        let child = self.child.as_mut().expect("it was started");
        child.try_wait().expect("it is our child")
    }

    /// How it ends.
    pub fn ends_within(&mut self, patience: Duration) -> ExitStatus {
        within(patience, "the program ends", || self.ended())
    }

    /// `kill -9`
    pub fn kill(&mut self) {
        let child = self.child.as_mut().expect("it was started");
        child.kill().expect("it can be killed");
        child.wait().expect("it is dead");
    }

    /// `kill -TERM`
    pub fn terminate(&self) {
        signal(self.pid(), "TERM");
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(&mut self) {
        self.terminate();
        let status = self.ends_within(PATIENCE);
        assert!(status.success(), "{status}:\n{}", self.log());
    }
}

impl Drop for Atrio {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Sends a signal by name.
pub fn signal(pid: u32, name: &str) {
    let status = Command::new("kill").args([format!("-{name}"), pid.to_string()]).status();
    assert!(status.expect("kill can be started").success(), "no process {pid}");
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A port below those that the system hands out by itself: nobody takes it between two starts.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(std::process::id() % 8_000).expect("small");
    (0..4_000)
        .map(|_| 20_000 + (first + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000)
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .expect("a free port")
}
