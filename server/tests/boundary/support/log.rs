//! What the program logs while a test listens.

use std::{
    io,
    sync::{
        Mutex, Once, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use tracing_subscriber::{
    Layer as _,
    filter::{LevelFilter, dynamic_filter_fn},
    fmt::{self, MakeWriter},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static LISTENERS: AtomicUsize = AtomicUsize::new(0);

struct Lines;

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        Self
    }
}

/// As long as it lives, everything is kept that any part of the process logs, down to debug level
/// and with all fields of all spans: more than the program itself ever shows.
pub struct Listener(());

/// Begins to listen.
pub fn listen() -> Listener {
    static BEGIN: Once = Once::new();
    BEGIN.call_once(|| {
        let heard = dynamic_filter_fn(|_, _| LISTENERS.load(Ordering::SeqCst) > 0)
            .with_max_level_hint(LevelFilter::DEBUG);
        let layer = fmt::layer().with_writer(Lines).with_ansi(false).with_filter(heard);
        tracing_subscriber::registry().with(layer).init();
    });
    LISTENERS.fetch_add(1, Ordering::SeqCst);
    Listener(())
}

impl Drop for Listener {
    fn drop(&mut self) {
        LISTENERS.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Listener {
    /// Everything heard so far. Tests run side by side, so look for marks of your own.
    pub fn heard(&self) -> String {
        let Self(()) = self;
        let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&lines).into_owned()
    }
}
