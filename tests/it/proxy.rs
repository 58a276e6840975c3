//! A slow TCP proxy before PostgreSQL: passes on every byte, each direction late by half a round trip, and tells when it has seen a
//! text on its way to the server. It changes and loses nothing.

use std::{net::SocketAddr, time::Duration};

use sqlx::postgres::PgConnectOptions;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, UnixStream},
    sync::{mpsc, watch},
    task::JoinHandle,
    time::Instant,
};

/// Where the real server listens.
#[derive(Clone, Debug)]
enum Upstream {
    Tcp(String, u16),
    Socket(String),
}

/// The running proxy; it ends when it is dropped.
#[derive(Debug)]
pub(crate) struct SlowProxy {
    address: SocketAddr,
    options: PgConnectOptions,
    seen: watch::Sender<()>,
    task: JoinHandle<()>,
}

impl SlowProxy {
    /// Listens on a free port of the loopback address. `watched` is the text whose passing [`SlowProxy::watch`] tells.
    pub(crate) async fn start(options: &PgConnectOptions, round_trip: Duration, watched: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("the proxy's address");
        let upstream = upstream(options);
        let seen = watch::Sender::new(());
        let tell = seen.clone();
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                client.set_nodelay(true).expect("TCP_NODELAY");
                tokio::spawn(serve(client, upstream.clone(), round_trip / 2, watched, tell.clone()));
            }
        });
        Self { address, options: options.clone(), seen, task }
    }

    /// The address of `database` through the proxy.
    pub(crate) fn url(&self, database: &str) -> String {
        use sqlx::ConnectOptions as _;
        let host = self.address.ip().to_string();
        // A socket would win over the host: give the path a host of TCP.
        let mut url = self.options.clone().host(&host).port(self.address.port()).database(database).to_url_lossy();
        url.set_host(Some(&host)).expect("a host");
        url.set_port(Some(self.address.port())).expect("a port");
        url.to_string()
    }

    /// Tells (by a change) when the watched text comes by after this call.
    pub(crate) fn watch(&self) -> watch::Receiver<()> {
        self.seen.subscribe()
    }
}

impl Drop for SlowProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn upstream(options: &PgConnectOptions) -> Upstream {
    let host = options.get_host();
    let folder = options.get_socket().map(|path| path.display().to_string());
    match folder.or_else(|| host.starts_with('/').then(|| host.to_owned())) {
        Some(folder) => Upstream::Socket(format!("{folder}/.s.PGSQL.{}", options.get_port())),
        None => Upstream::Tcp(host.to_owned(), options.get_port()),
    }
}

async fn serve(client: TcpStream, upstream: Upstream, late: Duration, watched: &'static str, seen: watch::Sender<()>) {
    match upstream {
        Upstream::Tcp(host, port) => {
            let Ok(server) = TcpStream::connect((host, port)).await else { return };
            server.set_nodelay(true).expect("TCP_NODELAY");
            join(client.into_split(), server.into_split(), late, watched, seen).await;
        }
        Upstream::Socket(path) => {
            let Ok(server) = UnixStream::connect(path).await else { return };
            join(client.into_split(), server.into_split(), late, watched, seen).await;
        }
    }
}

async fn join<R1, W1, R2, W2>(
    client: (R1, W1),
    server: (R2, W2),
    late: Duration,
    watched: &'static str,
    seen: watch::Sender<()>,
) where
    R1: AsyncRead + Unpin + Send + 'static,
    W1: AsyncWrite + Unpin + Send + 'static,
    R2: AsyncRead + Unpin + Send + 'static,
    W2: AsyncWrite + Unpin + Send + 'static,
{
    let there = tokio::spawn(pass(client.0, server.1, late, Some((watched, seen))));
    let back = tokio::spawn(pass(server.0, client.1, late, None));
    let _ended = tokio::join!(there, back);
}

/// Passes bytes from one side to the other, each chunk `late` after it came.
async fn pass<R, W>(mut from: R, mut to: W, late: Duration, watch: Option<(&'static str, watch::Sender<()>)>)
where
    R: AsyncRead + Unpin + Send + 'static,
    W: AsyncWrite + Unpin + Send + 'static,
{
    let (sender, mut receiver) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    let writer = tokio::spawn(async move {
        while let Some((due, bytes)) = receiver.recv().await {
            tokio::time::sleep_until(due).await;
            if to.write_all(&bytes).await.is_err() {
                break;
            }
        }
        // The end of the stream travels as late as its bytes: the other side sees a proper end.
        to.shutdown().await.ok();
    });
    let mut buffer = vec![0_u8; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let bytes = buffer[..length].to_vec();
        if let Some((watched, seen)) = &watch
            && bytes.windows(watched.len()).any(|window| window == watched.as_bytes())
        {
            seen.send_replace(());
        }
        if sender.send((Instant::now() + late, bytes)).is_err() {
            break;
        }
    }
    drop(sender);
    writer.await.ok();
}
