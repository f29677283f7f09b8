//! A connection that ends by itself when its client dawdles: with a request head, between requests,
//! with reading our answer, or with hanging up.

use std::{
    collections::BTreeMap,
    io,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep_until},
};

use super::limits::EdgeLimits;

/// Bytes of an unread request that are taken off the line before hanging up. Closing a socket with
/// unread bytes makes the kernel reset the connection, and the client may lose our answer.
const LINGER_BYTES: usize = 256 * 1024;

/// What the requests of a connection tell its stream.
#[derive(Debug, Default)]
pub struct Activity {
    /// By number; so the first is the oldest.
    open_requests: Mutex<BTreeMap<usize, Instant>>,
    /// All requests so far: one may begin and end between two looks.
    requests: AtomicUsize,
    multiplexed: AtomicBool,
}

/// A request that is being answered, up to the last byte of the answer.
#[derive(Debug)]
pub struct OpenRequest {
    activity: Arc<Activity>,
    number: usize,
}

impl Activity {
    /// `multiplexed`: several requests share the connection (HTTP/2).
    pub fn begin(self: &Arc<Self>, multiplexed: bool) -> OpenRequest {
        self.multiplexed.fetch_or(multiplexed, Ordering::Relaxed);
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        self.open().insert(number, Instant::now());
        OpenRequest { activity: Arc::clone(self), number }
    }

    /// When the oldest request began whose answer is not through.
    fn busy_since(&self) -> Option<Instant> {
        self.open().first_key_value().map(|(_, since)| *since)
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<usize, Instant>> {
        self.open_requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for OpenRequest {
    fn drop(&mut self) {
        self.activity.open().remove(&self.number);
    }
}

/// What we wait for from the client, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// A request head, in part or whole.
    Head(Instant),
    /// That it takes our answers; the oldest request began then.
    Busy(Instant),
    /// The next request, of which no byte has arrived.
    Idle(Instant),
}

/// The stream between socket and protocol.
#[derive(Debug)]
pub struct GuardedStream<S> {
    inner: S,
    activity: Arc<Activity>,
    phase: Phase,
    seen_requests: usize,
    read_timer: Timer,
    write_timer: Timer,
    /// Since when there has always been something that the client has yet to take.
    unflushed_since: Option<Instant>,
    linger_timer: Timer,
    linger_bytes: usize,
    limits: StreamLimits,
}

#[derive(Debug, Clone, Copy)]
struct StreamLimits {
    head_read: Duration,
    keep_alive: Duration,
    exchange: Duration,
    write_stall: Duration,
    linger: Duration,
}

impl<S> GuardedStream<S> {
    pub fn new(inner: S, activity: Arc<Activity>, limits: &EdgeLimits) -> Self {
        Self {
            inner,
            activity,
            phase: Phase::Head(Instant::now()),
            seen_requests: 0,
            read_timer: Timer::default(),
            write_timer: Timer::default(),
            unflushed_since: None,
            linger_timer: Timer::default(),
            linger_bytes: LINGER_BYTES,
            limits: StreamLimits {
                head_read: limits.head_read,
                keep_alive: limits.keep_alive,
                exchange: limits.exchange,
                write_stall: limits.write_stall,
                linger: limits.linger,
            },
        }
    }

    /// Follows what the requests did since the last look.
    fn follow(&mut self) {
        let requests = self.activity.requests.load(Ordering::Relaxed);
        let answered = matches!(self.phase, Phase::Busy(_)) || requests != self.seen_requests;
        self.seen_requests = requests;
        if let Some(since) = self.activity.busy_since() {
            self.phase = Phase::Busy(since);
        } else if answered {
            self.phase = Phase::Idle(Instant::now());
        }
    }

    /// The first byte after a silence begins a request head. Frames that keep an HTTP/2 connection
    /// alive do not.
    fn bytes_arrived(&mut self) {
        if let Phase::Idle(_) = self.phase
            && !self.activity.multiplexed.load(Ordering::Relaxed)
        {
            self.phase = Phase::Head(Instant::now());
        }
    }

    fn read_deadline(&self) -> Instant {
        match self.phase {
            Phase::Head(since) => since + self.limits.head_read,
            Phase::Idle(since) => since + self.limits.keep_alive,
            // Over HTTP/2 a client that grants no window keeps us from writing at all, and over
            // either it may take a byte now and then.
            Phase::Busy(since) => since + self.limits.exchange,
        }
    }

    /// Ends a write that makes no progress, or that has been going on for too long.
    fn watch_write<T>(
        &mut self,
        context: &mut Context<'_>,
        progress: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        let since = *self.unflushed_since.get_or_insert_with(Instant::now);
        if progress.is_ready() {
            self.write_timer.stop();
            return progress;
        }
        if since.elapsed() > self.limits.exchange {
            return Poll::Ready(Err(timed_out("client takes its answer too slowly")));
        }
        ready!(self.write_timer.poll_within(context, self.limits.write_stall));
        Poll::Ready(Err(timed_out("client does not read its answer")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for GuardedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.follow();
        let before = buffer.filled().len();
        if let Poll::Ready(result) = Pin::new(&mut self.inner).poll_read(context, buffer) {
            if buffer.filled().len() > before {
                self.bytes_arrived();
            }
            return Poll::Ready(result);
        }
        let deadline = self.read_deadline();
        ready!(self.read_timer.poll_at(context, deadline));
        Poll::Ready(Err(timed_out("client sends no request, or does not take its answer")))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for GuardedStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let progress = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.watch_write(context, progress)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let progress = Pin::new(&mut self.inner).poll_write_vectored(context, slices);
        self.watch_write(context, progress)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let progress = Pin::new(&mut self.inner).poll_flush(context);
        // Asked for once everything was written.
        if progress.is_ready() {
            self.unflushed_since = None;
            return progress;
        }
        self.watch_write(context, progress)
    }

    /// Says that we are done, then listens briefly, so that our last answer is not lost.
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.inner).poll_shutdown(context))?;
        let mut space = [0; 4096];
        while self.linger_bytes > 0 {
            let mut buffer = ReadBuf::new(&mut space);
            match Pin::new(&mut self.inner).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {
                    self.linger_bytes = self.linger_bytes.saturating_sub(buffer.filled().len());
                }
                Poll::Ready(_) => break,
                Poll::Pending => {
                    let linger = self.limits.linger;
                    ready!(self.linger_timer.poll_within(context, linger));
                    break;
                }
            }
        }
        Poll::Ready(Ok(()))
    }
}

fn timed_out(reason: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, reason)
}

/// A timer that is allocated on first use and then moved.
#[derive(Debug, Default)]
struct Timer {
    sleep: Option<Pin<Box<Sleep>>>,
    running: bool,
}

impl Timer {
    fn stop(&mut self) {
        self.running = false;
    }

    /// Ready once the deadline has passed.
    fn poll_at(&mut self, context: &mut Context<'_>, deadline: Instant) -> Poll<()> {
        self.running = true;
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if sleep.deadline() != deadline {
            sleep.as_mut().reset(deadline);
        }
        sleep.as_mut().poll(context)
    }

    /// Ready once `span` has passed since the first call after a stop.
    fn poll_within(&mut self, context: &mut Context<'_>, span: Duration) -> Poll<()> {
        match &self.sleep {
            Some(sleep) if self.running => {
                let deadline = sleep.deadline();
                self.poll_at(context, deadline)
            }
            _ => self.poll_at(context, Instant::now() + span),
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};

    use super::*;

    const LIMITS: fn() -> EdgeLimits = EdgeLimits::default;

    fn pair() -> (DuplexStream, GuardedStream<DuplexStream>, Arc<Activity>) {
        let (client, server) = duplex(8);
        let activity = Arc::new(Activity::default());
        (client, GuardedStream::new(server, Arc::clone(&activity), &LIMITS()), activity)
    }

    async fn seconds_until_given_up(stream: &mut GuardedStream<DuplexStream>) -> u64 {
        let started = Instant::now();
        let mut buffer = [0; 64];
        loop {
            match stream.read(&mut buffer).await {
                Ok(count) => assert_ne!(count, 0, "the client is still there"),
                Err(error) => {
                    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
                    return started.elapsed().as_secs();
                }
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_new_client_is_given_up_after_the_head_time() {
        let (_client, mut stream, _) = pair();
        assert_eq!(seconds_until_given_up(&mut stream).await, 10);
    }

    #[tokio::test(start_paused = true)]
    async fn dripping_a_head_does_not_prolong_it() {
        let (mut client, mut stream, activity) = pair();
        let drip = tokio::spawn(async move {
            while client.write_all(b"x").await.is_ok() {
                tokio::time::sleep(Duration::from_secs(3)).await;
            }
        });
        assert_eq!(seconds_until_given_up(&mut stream).await, 10);
        // The same for the second request of a connection: it counts from its first byte.
        drop(activity.begin(false));
        let given_up = seconds_until_given_up(&mut stream).await;
        assert!((10..=13).contains(&given_up), "{given_up} s");
        drip.abort();
    }

    #[tokio::test(start_paused = true)]
    async fn between_requests_a_client_may_rest_for_the_keep_alive_time() {
        for multiplexed in [false, true] {
            let (_client, mut stream, activity) = pair();
            drop(activity.begin(multiplexed));
            assert_eq!(seconds_until_given_up(&mut stream).await, 60);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_never_takes_its_answer_is_given_up() {
        for multiplexed in [false, true] {
            let (_client, mut stream, activity) = pair();
            let _request = activity.begin(multiplexed);
            assert_eq!(seconds_until_given_up(&mut stream).await, 3 * 60);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_oldest_request_counts_until_it_is_answered() {
        let (_client, mut stream, activity) = pair();
        let oldest = activity.begin(true);
        let later = async {
            tokio::time::sleep(Duration::from_mins(2)).await;
            let newer = activity.begin(true);
            drop(oldest);
            newer
        };
        let (seconds, _newer) = tokio::join!(seconds_until_given_up(&mut stream), later);
        assert_eq!(seconds, 5 * 60);
    }

    #[tokio::test(start_paused = true)]
    async fn keeping_a_multiplexed_connection_alive_is_no_request_head() {
        let (mut client, mut stream, activity) = pair();
        drop(activity.begin(true));
        client.write_all(b"PING").await.expect("room");
        assert_eq!(seconds_until_given_up(&mut stream).await, 60);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_does_not_read_is_given_up() {
        let (_client, mut stream, _) = pair();
        let started = Instant::now();
        let error = stream.write_all(&[0; 64]).await.expect_err("nobody reads");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(started.elapsed().as_secs(), 30);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_reader_that_makes_progress_is_served() {
        let (mut client, mut stream, _) = pair();
        let reader = tokio::spawn(async move {
            let mut byte = [0];
            for _ in 0..16 {
                tokio::time::sleep(Duration::from_secs(10)).await;
                client.read_exact(&mut byte).await.expect("more");
            }
            client
        });
        stream.write_all(&[0; 24]).await.expect("all of it");
        reader.await.expect("no panic");
    }

    #[tokio::test(start_paused = true)]
    async fn hanging_up_takes_the_rest_of_the_request_off_the_line_but_not_for_ever() {
        let (mut client, mut stream, _) = pair();
        let talker = tokio::spawn(async move {
            client.write_all(&[0; 1000]).await.expect("somebody listens");
            client
        });
        let started = Instant::now();
        stream.shutdown().await.expect("done");
        assert_eq!(started.elapsed().as_secs(), 1);
        talker.await.expect("no panic");

        let (mut client, mut stream, _) = pair();
        let endless = tokio::spawn(async move { while client.write_all(&[0; 8]).await.is_ok() {} });
        stream.shutdown().await.expect("done");
        assert_eq!(stream.linger_bytes, 0);
        endless.abort();
    }
}
